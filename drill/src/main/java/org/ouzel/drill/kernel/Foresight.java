package org.ouzel.drill.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.posix.PollEntry;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.SocketAbi;

/**
 * Tells of calls whether they are sure to return at once, so that no other thread has to make them. It asks the kernel, which takes less
 * time than to hand a call over. For one thread.
 */
final class Foresight {
    private static final int READABLE = Abi.POLLIN | Abi.POLLRDHUP;

    private final KernelCalls kernel;

    Foresight(KernelCalls kernel) {
        this.kernel = kernel;
    }

    /** Whether a call may have to wait. */
    boolean mayWait(Call call) throws IOException {
        return switch (call) {
            case Call.Accept c -> isBlocking(c.fd(), 0) && !isReadable(c.fd());
            case Call.Read c -> isBlocking(c.fd(), 0) && !isReadable(c.fd());
            case Call.Readv c -> isBlocking(c.fd(), 0) && !isReadable(c.fd());
            case Call.Recv c -> isBlocking(c.fd(), c.flags()) && (hasToFill(c.flags()) || !isReadable(c.fd()));
            case Call.Recvmsg c -> isBlocking(c.fd(), c.flags()) && (hasToFill(c.flags()) || !isReadable(c.fd()));
            case Call.Connect c -> isBlocking(c.fd(), 0);
            case Call.Write c ->
                isBlocking(c.fd(), 0) && !hasRoom(c.fd(), c.data().byteSize());
            case Call.Writev c -> isBlocking(c.fd(), 0) && !hasRoom(c.fd(), length(c.pieces()));
            // One with an address may be an open.
            case Call.Send c ->
                isBlocking(c.fd(), c.flags())
                        && (c.address().isPresent() || !hasRoom(c.fd(), c.data().byteSize()));
            case Call.Sendmsg c ->
                isBlocking(c.fd(), c.flags()) && (c.name().isPresent() || !hasRoom(c.fd(), length(c.pieces())));
            case Call.Close c -> lingers(c.fd());
            case Call.Poll c -> c.timeoutMs() != 0 && number(kernel.answer(new Call.Poll(c.entries(), 0))) == 0;
            case Call.EpollWait c -> c.timeoutMs() != 0 && !isReadable(c.epoll());
            case Call.Socket _,
                    Call.Bind _,
                    Call.Listen _,
                    Call.Shutdown _,
                    Call.Fcntl _,
                    Call.Ioctl _,
                    Call.EpollCreate _,
                    Call.EpollCtl _,
                    Call.SetSockOpt _,
                    Call.GetSockOpt _,
                    Call.GetSockName _,
                    Call.GetPeerName _,
                    Call.Pipe _,
                    Call.Splice _,
                    Call.Sendfile _,
                    Call.Other _ -> false;
        };
    }

    private boolean isBlocking(int fd, int flags) throws IOException {
        return (flags & SocketAbi.MSG_DONTWAIT) == 0
                && (number(kernel.answer(new Call.Fcntl(fd, Abi.F_GETFL, 0))) & Abi.O_NONBLOCK) == 0;
    }

    private static boolean hasToFill(int flags) {
        return (flags & SocketAbi.MSG_WAITALL) != 0;
    }

    private boolean isReadable(int fd) throws IOException {
        Call ask = new Call.Poll(List.of(new PollEntry(fd, READABLE, 0)), 0);
        // An error alone may be one that is only told elsewhere: a read waits all the same.
        return kernel.answer(ask) instanceof Answer.Result result
                && result.output() instanceof Output.Polled polled
                && (polled.entries().getFirst().revents() & (READABLE | Abi.POLLHUP)) != 0;
    }

    /** Whether so much fits into the buffer, of which the kernel takes about twice the data's size; or there is no connection. */
    private boolean hasRoom(int fd, long bytes) throws IOException {
        Answer queued = kernel.answer(new Call.Ioctl(fd, (int) SocketAbi.SIOCOUTQ));
        Answer buffer =
                kernel.answer(new Call.GetSockOpt(fd, SocketAbi.SOL_SOCKET, SocketAbi.SO_SNDBUF, Integer.BYTES));
        return 4 * (told(queued) + bytes) < told(buffer);
    }

    private boolean lingers(int fd) throws IOException {
        Call ask = new Call.GetSockOpt(fd, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, (int) SocketAbi.LINGER_BYTES);
        return kernel.answer(ask) instanceof Answer.Result result
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

    private static long told(Answer answer) {
        return answer instanceof Answer.Result result
                ? switch (result.output()) {
                    case Output.Numeric(long value) -> value;
                    case Output.Option(OptionValue.Numeric(long value)) -> value;
                    default -> 0;
                }
                : 0;
    }
}
