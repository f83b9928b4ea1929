package org.ouzel.bench.blocking;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;
import org.ouzel.os.sys.PlainCalls;
import org.ouzel.os.sys.PlainCalls.Function;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.os.sys.SocketAddresses;
import org.ouzel.os.sys.SocketCalls;

/**
 * The kernel's sockets by system calls and nothing else: what is measured beside Ouzel, or against it, is not to be held up by a layer above
 * the kernel. Each has the congestion control that all have who are measured, which is read back. For one thread.
 */
final class KernelCalls {
    /** Whatever the machine's default. */
    static final String CONTROL = "cubic";

    /** Instead of a count or a descriptor, where a call does not wait: there is none yet. */
    static final int NOTHING = -1;

    private static final int NAME_BYTES = 16;
    private static final int ADDRESS_BYTES = (int) SocketAbi.SOCKADDR_IN6_BYTES;

    private final Linux linux = new Linux();
    private final SocketCalls sockets = new SocketCalls();
    private final PlainCalls plain = new PlainCalls();
    private final MemorySegment address = Arena.ofAuto().allocate(ADDRESS_BYTES, Long.BYTES);
    private final MemorySegment value = Arena.ofAuto().allocate(NAME_BYTES, Long.BYTES);
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);

    /** Whether calls wait. */
    enum Waiting {
        WAITS(0),
        NEVER(SocketAbi.SOCK_NONBLOCK);

        private final int flags;

        Waiting(int flag) {
            this.flags = flag | SocketAbi.SOCK_CLOEXEC;
        }
    }

    /** Nagle's algorithm off, and the congestion control set: both are inherited by what a listening one accepts. */
    private int socket(Waiting waiting) throws IOException {
        int descriptor =
                check("socket", plain.call(Function.SOCKET, Abi.AF_INET, SocketAbi.SOCK_STREAM | waiting.flags, 0));
        try {
            value.set(JAVA_INT, 0, 1);
            set(descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NODELAY, Integer.BYTES);
            value.setString(0, CONTROL);
            set(descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, CONTROL.length());
            return descriptor;
        } catch (IOException failed) {
            close(descriptor);
            throw failed;
        }
    }

    private void set(int descriptor, int level, int option, int bytes) throws IOException {
        ErrnoException.check("setsockopt " + option, sockets.setsockopt(descriptor, level, option, value, bytes));
    }

    void requireControl(int descriptor) throws IOException {
        length.set(JAVA_INT, 0, NAME_BYTES);
        ErrnoException.check(
                "getsockopt TCP_CONGESTION",
                sockets.getsockopt(descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, value, length));
        String control = value.getString(0);
        if (!control.equals(CONTROL)) {
            throw new IOException("the kernel's congestion control is " + control + " and not " + CONTROL);
        }
    }

    private static int check(String call, long result) throws IOException {
        return ErrnoException.check(call, (int) result);
    }

    // ---- Opening

    int listen(InetSocketAddress at, Waiting waiting) throws IOException {
        int descriptor = socket(waiting);
        try {
            int bytes = SocketAddresses.write(at, Abi.AF_INET, address);
            ErrnoException.check("bind " + at, sockets.bind(descriptor, address, bytes));
            ErrnoException.check("listen " + at, sockets.listen(descriptor, Sockets.BACKLOG));
            return descriptor;
        } catch (IOException failed) {
            close(descriptor);
            throw failed;
        }
    }

    /** One that never waits is not open yet, and its control not yet to be read back. */
    int connect(InetSocketAddress to, Waiting waiting) throws IOException {
        int descriptor = socket(waiting);
        try {
            int bytes = SocketAddresses.write(to, Abi.AF_INET, address);
            int result = sockets.connect(descriptor, address, bytes);
            if (waiting == Waiting.WAITS || result != -Abi.EINPROGRESS) {
                ErrnoException.check("connect " + to, result);
            }
            return descriptor;
        } catch (IOException failed) {
            close(descriptor);
            throw failed;
        }
    }

    /** Whether it waits is for the listening one to say; what it accepts does as is said here. */
    int accept(int listening, Waiting waiting) throws IOException {
        int accepted = orNothing("accept4", plain.call(Function.ACCEPT4, listening, 0, 0, waiting.flags));
        if (accepted != NOTHING) {
            requireControl(accepted);
        }
        return accepted;
    }

    private static int orNothing(String call, long result) throws IOException {
        return result == -Abi.EAGAIN ? NOTHING : check(call, result);
    }

    // ---- Speaking

    /** Returns how many bytes it has taken. */
    int send(int descriptor, MemorySegment data) throws IOException {
        return check("send", sockets.send(descriptor, data, SocketAbi.MSG_NOSIGNAL));
    }

    /** Returns how many bytes there were, 0 at the end, or {@link #NOTHING}. */
    int receive(int descriptor, MemorySegment into) throws IOException {
        return orNothing("recv", sockets.recv(descriptor, into, 0));
    }

    /** Sends no more. */
    void finish(int descriptor) throws IOException {
        ErrnoException.check("shutdown", sockets.shutdown(descriptor, SocketAbi.SHUT_WR));
    }

    // ---- Ending

    void close(int descriptor) {
        linux.close(descriptor);
    }

    /** Lingering for no time at all is what the kernel takes for this. */
    void reset(int descriptor) throws IOException {
        value.set(JAVA_INT, 0, 1);
        value.set(JAVA_INT, SocketAbi.LINGER_SECONDS, 0);
        set(descriptor, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, (int) SocketAbi.LINGER_BYTES);
        close(descriptor);
    }
}
