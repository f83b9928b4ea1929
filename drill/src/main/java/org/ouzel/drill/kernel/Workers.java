package org.ouzel.drill.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Errno;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.posix.PollEntry;
import org.ouzel.drill.posix.SystemCalls.Completion;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.PrivateNamespace;
import org.ouzel.os.sys.SocketAbi;

/**
 * Makes the calls of a script, those that may wait on threads of their own. One that returns within a few milliseconds has not waited.
 * Only descriptors that the script has made are given to the kernel, since the others are this program's. For one thread.
 */
final class Workers implements AutoCloseable {
    private static final long MOMENT_MS = 5;
    private static final long END_S = 2;
    private static final int F_GETFL = 3;
    private static final int SO_LINGER = 13;
    private static final int LINGER_BYTES = 8;
    private static final int SHUT_RDWR = 2;
    private static final int MSG_WAITALL = 0x100;

    /** Of a socket's type, without its flags. */
    private static final int TYPES = 0xf;

    private static final int DATAGRAMS = 2;

    private final PrivateNamespace namespace;
    private final KernelCalls direct;
    private final LinkedBlockingQueue<Occurrence> ends;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("drill-call-", 0).daemon().factory());
    private final Set<Integer> descriptors = new HashSet<>();
    private final Set<Integer> datagramSockets = new HashSet<>();
    private final Map<Long, Call> waiting = new HashMap<>();
    private long tickets;

    /** An answer, and when it was there. */
    private record Timed(Answer answer, long at) {}

    Workers(PrivateNamespace namespace, LinkedBlockingQueue<Occurrence> ends) {
        this.namespace = namespace;
        this.direct = new KernelCalls(namespace);
        this.ends = ends;
    }

    Answer call(Call call) throws IOException {
        OptionalInt descriptor = call.descriptor();
        if (descriptor.isPresent() && !descriptors.contains(descriptor.getAsInt())) {
            return Answer.Result.failure(Errno.EBADF);
        }
        boolean apart = mayWait(call);
        if (call instanceof Call.Close close) {
            // Before the call: when it returns, the number may be that of something else.
            descriptors.remove(close.fd());
            datagramSockets.remove(close.fd());
        }
        Answer answer = apart ? elsewhere(call) : direct.answer(call);
        if (answer instanceof Answer.Pending(long ticket)) {
            waiting.put(ticket, call);
        } else {
            keep(call, answer);
        }
        return answer;
    }

    /** A call that waited has returned: to be told before the script makes another. */
    void onEnded(Completion completion) {
        Call call = waiting.remove(completion.ticket());
        if (call != null) {
            keep(call, completion.answer());
        }
    }

    private void keep(Call call, Answer answer) {
        boolean made = call instanceof Call.Socket || call instanceof Call.Accept || call instanceof Call.EpollCreate;
        if (made && answer instanceof Answer.Result result && result.value() >= 0) {
            descriptors.add((int) result.value());
            if (call instanceof Call.Socket socket && (socket.type() & TYPES) == DATAGRAMS) {
                datagramSockets.add((int) result.value());
            }
        }
    }

    // ---- Calls that may wait

    /** Whether a call cannot be told to return at once: only then is it worth a thread, and a moment of waiting. */
    private boolean mayWait(Call call) throws IOException {
        return switch (call) {
            case Call.Accept c -> isBlocking(c.fd(), 0) && !isReady(c.fd());
            case Call.Read c -> isBlocking(c.fd(), 0) && !isReady(c.fd());
            case Call.Readv c -> isBlocking(c.fd(), 0) && !isReady(c.fd());
            case Call.Recv c -> isBlocking(c.fd(), c.flags()) && (hasToFill(c.flags()) || !isReady(c.fd()));
            case Call.Recvmsg c -> isBlocking(c.fd(), c.flags()) && (hasToFill(c.flags()) || !isReady(c.fd()));
            case Call.Connect c -> !datagramSockets.contains(c.fd()) && isBlocking(c.fd(), 0);
            case Call.Write c ->
                isBlocking(c.fd(), 0) && !hasRoom(c.fd(), c.data().byteSize());
            case Call.Writev c -> isBlocking(c.fd(), 0) && !hasRoom(c.fd(), length(c.pieces()));
            case Call.Send c ->
                isBlocking(c.fd(), c.flags())
                        && (mayConnect(c.fd(), c.address())
                                || !hasRoom(c.fd(), c.data().byteSize()));
            case Call.Sendmsg c ->
                isBlocking(c.fd(), c.flags()) && (mayConnect(c.fd(), c.name()) || !hasRoom(c.fd(), length(c.pieces())));
            case Call.Close c -> lingers(c.fd());
            case Call.Poll c -> c.timeoutMs() != 0 && number(direct.answer(new Call.Poll(c.entries(), 0))) == 0;
            case Call.EpollWait c -> c.timeoutMs() != 0 && !isReady(c.epoll());
            default -> false;
        };
    }

    /** A send to an address may open a connection first; a datagram just goes there. */
    private boolean mayConnect(int fd, Optional<Address> to) {
        return to.isPresent() && !datagramSockets.contains(fd);
    }

    private boolean isBlocking(int fd, int flags) throws IOException {
        return (flags & SocketAbi.MSG_DONTWAIT) == 0
                && (number(direct.answer(new Call.Fcntl(fd, F_GETFL, 0))) & Abi.O_NONBLOCK) == 0;
    }

    private static boolean hasToFill(int flags) {
        return (flags & MSG_WAITALL) != 0;
    }

    private boolean isReady(int fd) throws IOException {
        Call ask = new Call.Poll(List.of(new PollEntry(fd, Abi.POLLIN | Abi.POLLRDHUP, 0)), 0);
        // An error alone may be one that is only told elsewhere: a read waits all the same.
        return direct.answer(ask) instanceof Answer.Result result
                && result.output() instanceof Output.Polled polled
                && (polled.entries().getFirst().revents() & (Abi.POLLIN | Abi.POLLRDHUP | Abi.POLLHUP)) != 0;
    }

    /** Whether so much fits into the buffer, of which the kernel takes about twice the data's size; or there is no connection. */
    private boolean hasRoom(int fd, long bytes) throws IOException {
        Answer queued = direct.answer(new Call.Ioctl(fd, (int) SocketAbi.SIOCOUTQ));
        Answer buffer =
                direct.answer(new Call.GetSockOpt(fd, SocketAbi.SOL_SOCKET, SocketAbi.SO_SNDBUF, Integer.BYTES));
        return 4 * (output(queued) + bytes) < output(buffer);
    }

    private boolean lingers(int fd) throws IOException {
        Call ask = new Call.GetSockOpt(fd, SocketAbi.SOL_SOCKET, SO_LINGER, LINGER_BYTES);
        return direct.answer(ask) instanceof Answer.Result result
                && result.output() instanceof Output.Option(OptionValue.Linger linger)
                && linger.onOff() != 0
                && linger.seconds() > 0;
    }

    private static long length(List<MemorySegment> pieces) {
        return pieces.stream().mapToLong(MemorySegment::byteSize).sum();
    }

    private static long number(Answer answer) {
        return answer instanceof Answer.Result result ? Math.max(0, result.value()) : 0;
    }

    private static long output(Answer answer) {
        return answer instanceof Answer.Result result
                ? switch (result.output()) {
                    case Output.Numeric(long value) -> value;
                    case Output.Option(OptionValue.Numeric(long value)) -> value;
                    default -> 0;
                }
                : 0;
    }

    private Answer elsewhere(Call call) throws IOException {
        CompletableFuture<Timed> running = CompletableFuture.supplyAsync(() -> timed(call), threads);
        try {
            return running.get(MOMENT_MS, TimeUnit.MILLISECONDS).answer();
        } catch (TimeoutException waits) {
            long ticket = tickets++;
            CompletableFuture<Timed> _ =
                    running.whenComplete((timed, failure) -> ends.add(end(ticket, timed, failure)));
            return new Answer.Pending(ticket);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IOException("a call could not be made", failed.getCause());
        }
    }

    private static Occurrence end(long ticket, @Nullable Timed timed, @Nullable Throwable failure) {
        return timed == null
                ? new Occurrence.Broken(new IOException("a call could not be made", failure))
                : new Occurrence.End(timed.at(), new Completion(ticket, timed.answer()));
    }

    private Timed timed(Call call) {
        try {
            Answer answer = new KernelCalls(namespace).answer(call);
            return new Timed(answer, System.nanoTime());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // ---- Before and after

    /** Makes some calls, so that those of the script do not wait for code to be loaded. */
    void rehearse() throws IOException {
        threads.execute(() -> {});
        for (int i = 0; i < 2; i++) {
            Answer made = call(new Call.Socket(Abi.AF_INET, SocketAbi.SOCK_STREAM, SocketAbi.IPPROTO_TCP));
            if (made instanceof Answer.Result result && result.value() >= 0) {
                int fd = (int) result.value();
                rehearse(new Call.SetSockOpt(
                        fd, SocketAbi.SOL_SOCKET, SocketAbi.SO_REUSEADDR, new OptionValue.Numeric(1), Integer.BYTES));
                rehearse(new Call.GetSockOpt(fd, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INFO, Byte.MAX_VALUE));
                rehearse(new Call.Send(fd, Call.zeros(1), 0, Optional.empty()));
                rehearse(new Call.Recvmsg(fd, List.of(1), LINGER_BYTES, SocketAbi.MSG_DONTWAIT));
                rehearse(new Call.Read(fd, 1));
                rehearse(new Call.Close(fd));
            }
        }
    }

    // A call that takes longer than a moment, on a busy machine, must not be told of in the script.
    private void rehearse(Call call) throws IOException {
        if (call(call) instanceof Answer.Pending(long ticket)) {
            while (waiting.containsKey(ticket)) {
                switch (nextOccurrence()) {
                    case Occurrence.End end -> onEnded(end.completion());
                    case Occurrence.Broken(IOException why) -> throw why;
                    case Occurrence.Packet _ -> {}
                }
            }
        }
    }

    private Occurrence nextOccurrence() throws IOException {
        try {
            Occurrence next = ends.poll(END_S, TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("a call that cannot wait has not ended within " + END_S + " s");
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Whether a socket can have that address. */
    boolean hasAddress(Address address) throws IOException {
        Answer made = direct.answer(new Call.Socket(address.family(), SocketAbi.SOCK_STREAM, SocketAbi.IPPROTO_TCP));
        if (!(made instanceof Answer.Result result) || result.value() < 0) {
            return false;
        }
        int fd = (int) result.value();
        Answer bound = direct.answer(new Call.Bind(fd, address));
        direct.answer(new Call.Close(fd));
        return bound instanceof Answer.Result answer && answer.value() == 0;
    }

    /** Closes what the script has left open, without a word to the peer, and so ends the calls that still wait. */
    @Override
    public void close() throws IOException {
        for (int fd : descriptors) {
            direct.answer(new Call.SetSockOpt(
                    fd, SocketAbi.SOL_SOCKET, SO_LINGER, new OptionValue.Linger(1, 0), LINGER_BYTES));
            direct.answer(new Call.Shutdown(fd, SHUT_RDWR));
        }
        threads.shutdown();
        try {
            boolean ended = threads.awaitTermination(descriptors.isEmpty() ? 0 : END_S, TimeUnit.SECONDS);
            if (!ended) {
                // They wait for something that never comes, on descriptors that must therefore stay.
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (int fd : descriptors) {
            direct.answer(new Call.Close(fd));
        }
    }
}
