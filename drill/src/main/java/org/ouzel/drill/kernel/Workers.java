package org.ouzel.drill.kernel;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Errno;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.SystemCalls.Completion;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.os.sys.NetworkNamespace;
import org.ouzel.os.sys.SocketAbi;

/**
 * Makes the calls of a script, those that may wait on threads of their own. That one waits is seen by what the kernel says of its thread:
 * it sleeps inside the call. No time decides, so that a call that is late because the computer is busy is not taken for one that waits.
 * For one thread.
 */
final class Workers implements AutoCloseable {
    private static final long WAKE_AGAIN_NS = 1_000_000;
    private static final long END_NS = 10_000_000_000L;

    private final NetworkNamespace namespace;
    private final TimeLimit limit;
    private final KernelCalls direct;
    private final Foresight foresight;
    private final Consumer<Occurrence> ends;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("drill-call-", 0).daemon().factory());
    private final Owned owned = new Owned();

    /** The calls that were handed over, by ticket, until their ends are known here. */
    private final Map<Long, Running> running = new HashMap<>();

    private long tickets;

    /**
     * No call is made yet.
     *
     * @param limit for how long a call may neither end nor wait
     * @param ends told of the ends of calls that waited
     */
    Workers(NetworkNamespace namespace, TimeLimit limit, Consumer<Occurrence> ends) {
        this.namespace = namespace;
        this.limit = limit;
        this.direct = new KernelCalls(namespace);
        this.foresight = new Foresight(direct);
        this.ends = ends;
    }

    Answer call(Call asked) throws IOException {
        if (!owned.has(asked)) {
            return Answer.Result.failure(Errno.EBADF);
        }
        settle();
        Call call = owned.seen(asked);
        boolean mayWait = foresight.mayWait(call);
        owned.onBegin(call);
        if (mayWait) {
            return elsewhere(call);
        }
        Answer answer = direct.answer(call);
        owned.onEnd(call, answer);
        return answer;
    }

    /** Lets calls return whose threads were woken: what another call takes away could put them to sleep again. */
    private void settle() throws IOException {
        for (Running call : running.values()) {
            Optional<Answer> _ = call.settle(limit);
        }
    }

    private Answer elsewhere(Call call) throws IOException {
        long ticket = tickets++;
        Running handed = new Running(call, new KernelCalls(namespace));
        running.put(ticket, handed);
        threads.execute(handed);
        Optional<Answer> answer = handed.settle(limit);
        if (answer.isEmpty()) {
            CompletableFuture<Running.End> _ =
                    handed.end().whenComplete((end, failure) -> ends.accept(occurrence(ticket, end, failure)));
            return new Answer.Pending(ticket);
        }
        onEnded(new Completion(ticket, answer.get()));
        return answer.get();
    }

    private static Occurrence occurrence(long ticket, Running.@Nullable End end, @Nullable Throwable failure) {
        return end == null
                ? new Occurrence.Broken(new IOException("a call could not be made", failure))
                : new Occurrence.End(end.at(), new Completion(ticket, end.answer()));
    }

    /** A call that waited has returned: to be told before the script makes another. */
    void onEnded(Completion completion) {
        Running ended = running.remove(completion.ticket());
        if (ended != null) {
            owned.onEnd(ended.call(), completion.answer());
        }
    }

    // ---- The end

    /**
     * Ends the calls that still wait, whatever for, and closes what the script has left open, with resets and not with handshakes that
     * nobody answers.
     */
    @Override
    public void close() throws IOException {
        threads.shutdown();
        try {
            wakeAll();
        } finally {
            for (int fd : owned.all()) {
                // Not all of them are sockets, and whatever close returns, the kernel has taken the descriptor back.
                direct.answer(new Call.SetSockOpt(
                        fd, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, new OptionValue.Linger(1, 0), (int)
                                SocketAbi.LINGER_BYTES));
                direct.answer(new Call.Close(fd));
            }
        }
    }

    private void wakeAll() throws IOException {
        long begunNs = System.nanoTime();
        while (!threads.isTerminated()) {
            if (System.nanoTime() - begunNs > END_NS) {
                throw new IOException("a call does not end, though it was interrupted");
            }
            for (Running call : running.values()) {
                call.interrupt();
            }
            LockSupport.parkNanos(WAKE_AGAIN_NS);
        }
        for (Running call : running.values()) {
            // An accept may have had its connection just then.
            call.answer().ifPresent(answer -> owned.onEnd(call.call(), answer));
        }
    }
}
