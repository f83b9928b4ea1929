package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Errno;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.posix.PollEntry;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.NativeThread;
import org.ouzel.os.sys.NetworkNamespace;
import org.ouzel.os.sys.PlainCalls;
import org.ouzel.os.sys.PlainCalls.Function;
import org.ouzel.os.sys.SocketAbi;

/** Makes one call at the kernel, and waits as long as it does. For one thread at a time; each may have its own. */
final class KernelCalls implements Running.Maker {
    private static final int NO_ADDRESS = 0;

    /** The requests that tell an int. */
    private static final Set<Long> NUMBERS =
            Set.of(SocketAbi.SIOCINQ, SocketAbi.SIOCOUTQ, SocketAbi.SIOCATMARK, SocketAbi.SIOCOUTQNSD);

    /** The commands of fcntl that neither make a descriptor nor let somebody be signalled. */
    private static final Set<Integer> COMMANDS = Set.of(Abi.F_GETFD, Abi.F_SETFD, Abi.F_GETFL, Abi.F_SETFL);

    private final PlainCalls kernel = new PlainCalls();
    private final NetworkNamespace namespace;

    KernelCalls(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Makes it. The answer is never one that is to come. */
    @Override
    public Answer answer(Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return answer(call, new Structures(arena));
        } catch (Structures.TooLarge none) {
            return new Answer.Unsupported("no buffer of " + none.bytes() + " bytes can be had");
        }
    }

    @Override
    public boolean isWaitedFor(NativeThread maker) throws IOException {
        return maker.sleepsIn(kernel);
    }

    private Answer answer(Call call, Structures memory) throws IOException {
        return switch (call) {
            // A socket is in the namespace of the thread that makes it.
            case Call.Socket socket ->
                namespace.inside(() -> made(
                        new PlainCalls().call(Function.SOCKET, socket.domain(), socket.type(), socket.protocol())));
            case Call.Bind bind -> address(Function.BIND, bind.fd(), bind.address(), memory);
            case Call.Connect connect -> address(Function.CONNECT, connect.fd(), connect.address(), memory);
            case Call.Listen listen -> made(kernel.call(Function.LISTEN, listen.fd(), listen.backlog()));
            case Call.Accept accept -> name(Function.ACCEPT4, accept.fd(), memory, accept.flags());
            case Call.GetSockName asked -> name(Function.GETSOCKNAME, asked.fd(), memory);
            case Call.GetPeerName asked -> name(Function.GETPEERNAME, asked.fd(), memory);
            case Call.Shutdown shutdown -> made(kernel.call(Function.SHUTDOWN, shutdown.fd(), shutdown.how()));
            case Call.Close close -> made(kernel.call(Function.CLOSE, close.fd()));
            case Call.Fcntl fcntl -> fcntl(fcntl);
            case Call.Ioctl ioctl -> ioctl(ioctl, memory);
            case Call.Read read -> {
                MemorySegment into = memory.memory(read.count());
                yield data(kernel.call(Function.READ, read.fd(), into.address(), into.byteSize()), into);
            }
            case Call.Recv recv -> {
                MemorySegment into = memory.memory(recv.count());
                yield data(kernel.call(Function.RECV, recv.fd(), into.address(), into.byteSize(), recv.flags()), into);
            }
            case Call.Readv read -> readv(read, memory);
            case Call.Recvmsg recv -> new Messages(kernel, memory).receive(recv);
            case Call.Write write ->
                made(kernel.call(
                        Function.WRITE,
                        write.fd(),
                        memory.copy(write.data()).address(),
                        write.data().byteSize()));
            case Call.Writev write -> writev(write, memory);
            case Call.Send send -> send(send, memory);
            case Call.Sendmsg send -> new Messages(kernel, memory).send(send);
            case Call.SetSockOpt option ->
                made(kernel.call(
                        Function.SETSOCKOPT,
                        option.fd(),
                        option.level(),
                        option.name(),
                        memory.value(option.value(), option.length()).address(),
                        option.length()));
            case Call.GetSockOpt option -> option(option, memory);
            case Call.Poll poll -> poll(poll, memory);
            case Call.EpollCreate create -> made(kernel.call(Function.EPOLL_CREATE1, create.flags()));
            case Call.EpollCtl control -> new Epolls(kernel, memory).control(control);
            case Call.EpollWait await -> new Epolls(kernel, memory).await(await);
            case Call.Pipe _ -> new Answer.Unsupported("there is no pipe here");
            case Call.Splice _ -> new Answer.Unsupported("there is no splice here");
            case Call.Sendfile _ -> new Answer.Unsupported("there is no sendfile here");
            case Call.Other other -> new Answer.Unsupported("there is no " + other.name() + " here");
        };
    }

    // ---- Results

    /** What a call has come to that gives nothing but a number. */
    static Answer made(long result) {
        return answer(result, Output.Nothing.NOTHING);
    }

    static Answer answer(long result, Output output) {
        if (result >= 0) {
            return Answer.Result.of(result, output);
        }
        return Errno.of((int) -result)
                .<Answer>map(Answer.Result::failure)
                .orElseGet(() -> new Answer.Unsupported("the error " + -result + " has no name here"));
    }

    private static Answer data(long result, MemorySegment into) {
        return answer(result, new Output.Data(onHeap(into, Math.max(0, result))));
    }

    /** What outlives the memory of the call. With MSG_TRUNC there may be fewer bytes than it tells. */
    static MemorySegment onHeap(MemorySegment from, long length) {
        return MemorySegment.ofArray(
                from.asSlice(0, Math.min(length, from.byteSize())).toArray(JAVA_BYTE));
    }

    // ---- Calls

    private Answer address(Function function, int fd, Address address, Structures memory) {
        return made(kernel.call(function, fd, memory.address(address).address(), Structures.length(address)));
    }

    private Answer name(Function function, int fd, Structures memory, long... flags) {
        MemorySegment address = memory.memory(SocketAbi.SOCKADDR_IN6_BYTES);
        MemorySegment length = memory.number((int) SocketAbi.SOCKADDR_IN6_BYTES);
        long[] arguments = new long[3 + flags.length];
        arguments[0] = fd;
        arguments[1] = address.address();
        arguments[2] = length.address();
        System.arraycopy(flags, 0, arguments, 3, flags.length);
        long result = kernel.call(function, arguments);
        Optional<Address> told = result < 0 ? Optional.empty() : Structures.address(address);
        return answer(result, told.<Output>map(Output.Name::new).orElse(Output.Nothing.NOTHING));
    }

    private Answer fcntl(Call.Fcntl call) {
        return COMMANDS.contains(call.command())
                ? made(kernel.call(Function.FCNTL, call.fd(), call.command(), call.argument()))
                : new Answer.Unsupported("there is no fcntl command " + call.command() + " here");
    }

    // Others take structures, which there would be no room for.
    private Answer ioctl(Call.Ioctl call, Structures memory) {
        if (!NUMBERS.contains(Integer.toUnsignedLong(call.request()))) {
            return new Answer.Unsupported("an ioctl that tells no number: 0x" + Integer.toHexString(call.request()));
        }
        MemorySegment number = memory.number(0);
        long result = kernel.call(Function.IOCTL, call.fd(), call.request(), number.address());
        return answer(result, new Output.Numeric(number.get(JAVA_INT, 0)));
    }

    private Answer readv(Call.Readv call, Structures memory) {
        List<MemorySegment> pieces = call.counts().stream().map(memory::memory).toList();
        MemorySegment vectors = memory.vectors(pieces);
        long result = kernel.call(Function.READV, call.fd(), vectors.address(), pieces.size());
        return answer(result, new Output.Data(joined(pieces, Math.max(0, result))));
    }

    /** The bytes that were put into the pieces, the first full before the second is begun. */
    static MemorySegment joined(List<MemorySegment> pieces, long length) {
        long room = pieces.stream().mapToLong(MemorySegment::byteSize).sum();
        MemorySegment all = MemorySegment.ofArray(new byte[(int) Math.min(length, room)]);
        long at = 0;
        for (MemorySegment piece : pieces) {
            long count = Math.min(piece.byteSize(), all.byteSize() - at);
            MemorySegment.copy(piece, 0, all, at, count);
            at += count;
        }
        return all;
    }

    private Answer writev(Call.Writev call, Structures memory) {
        List<MemorySegment> pieces = call.pieces().stream().map(memory::copy).toList();
        return made(
                kernel.call(Function.WRITEV, call.fd(), memory.vectors(pieces).address(), pieces.size()));
    }

    private Answer send(Call.Send call, Structures memory) {
        Optional<Address> to = call.address();
        return made(kernel.call(
                Function.SENDTO,
                call.fd(),
                memory.copy(call.data()).address(),
                call.data().byteSize(),
                call.flags() | SocketAbi.MSG_NOSIGNAL,
                to.map(address -> memory.address(address).address()).orElse((long) NO_ADDRESS),
                to.map(Structures::length).orElse(0L)));
    }

    private Answer option(Call.GetSockOpt call, Structures memory) {
        MemorySegment value = memory.memory(Math.max(call.length(), 2 * Long.BYTES));
        MemorySegment length = memory.number(call.length());
        long result = kernel.call(
                Function.GETSOCKOPT, call.fd(), call.level(), call.name(), value.address(), length.address());
        return result < 0
                ? made(result)
                : answer(
                        result,
                        new Output.Option(Structures.value(call.level(), call.name(), value, length.get(JAVA_INT, 0))));
    }

    private Answer poll(Call.Poll call, Structures memory) {
        int count = call.entries().size();
        MemorySegment entries = memory.memory(count * Abi.POLLFD_BYTES);
        for (int i = 0; i < count; i++) {
            entries.set(JAVA_INT, i * Abi.POLLFD_BYTES, call.entries().get(i).fd());
            entries.set(JAVA_SHORT, i * Abi.POLLFD_BYTES + Abi.POLLFD_EVENTS, (short)
                    call.entries().get(i).events());
        }
        long result = kernel.call(Function.POLL, entries.address(), count, call.timeoutMs());
        List<PollEntry> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int revents = Short.toUnsignedInt(entries.get(JAVA_SHORT, i * Abi.POLLFD_BYTES + Abi.POLLFD_REVENTS));
            PollEntry asked = call.entries().get(i);
            found.add(new PollEntry(asked.fd(), asked.events(), revents));
        }
        return answer(result, new Output.Polled(found));
    }
}
