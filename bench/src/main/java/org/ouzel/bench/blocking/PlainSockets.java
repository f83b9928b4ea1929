package org.ouzel.bench.blocking;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Linux;
import org.ouzel.os.sys.PlainCalls;
import org.ouzel.os.sys.PlainCalls.Function;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.os.sys.SocketAddresses;
import org.ouzel.os.sys.SocketCalls;

/**
 * Those of the kernel, by system calls that block and nothing else: what is measured beside Ouzel, or against it, is not to be
 * held up by a layer above the kernel. Each has a congestion control of its own, which is read back. For platform threads.
 */
public final class PlainSockets implements Sockets {
    /** Whatever the machine's default. */
    public static final String CONTROL = "cubic";

    private static final int NAME_BYTES = 16;
    private static final int ADDRESS_BYTES = (int) SocketAbi.SOCKADDR_IN6_BYTES;

    /** For one caller at a time: so each thread has its own. */
    private static final ThreadLocal<Calls> CALLS = ThreadLocal.withInitial(Calls::new);

    private static final class Calls {
        private final Linux linux = new Linux();
        private final SocketCalls sockets = new SocketCalls();
        private final PlainCalls plain = new PlainCalls();
        private final MemorySegment address = Arena.ofAuto().allocate(ADDRESS_BYTES, Long.BYTES);
        private final MemorySegment value = Arena.ofAuto().allocate(NAME_BYTES, Long.BYTES);
        private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);
    }

    /** Those of the namespace that this process is in. */
    public PlainSockets() {}

    @Override
    public Listening listen(InetSocketAddress at) throws IOException {
        Calls calls = CALLS.get();
        int descriptor = socket(calls);
        try {
            int length = SocketAddresses.write(at, Abi.AF_INET, calls.address);
            ErrnoException.check("bind " + at, calls.sockets.bind(descriptor, calls.address, length));
            ErrnoException.check("listen " + at, calls.sockets.listen(descriptor, BACKLOG));
            return new Server(descriptor, at);
        } catch (IOException failed) {
            calls.linux.close(descriptor);
            throw failed;
        }
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        Calls calls = CALLS.get();
        int descriptor = socket(calls);
        try {
            int length = SocketAddresses.write(to, Abi.AF_INET, calls.address);
            ErrnoException.check("connect " + to, calls.sockets.connect(descriptor, calls.address, length));
            requireControl(calls, descriptor);
            return new Connected(descriptor);
        } catch (IOException failed) {
            calls.linux.close(descriptor);
            throw failed;
        }
    }

    /** Nagle's algorithm off, and the congestion control set: both are inherited by what a listening one accepts. */
    private static int socket(Calls calls) throws IOException {
        int descriptor = check(
                "socket",
                calls.plain.call(Function.SOCKET, Abi.AF_INET, SocketAbi.SOCK_STREAM | SocketAbi.SOCK_CLOEXEC, 0));
        try {
            calls.value.set(JAVA_INT, 0, 1);
            set(calls, descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_NODELAY, Integer.BYTES);
            calls.value.setString(0, CONTROL);
            set(calls, descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, CONTROL.length());
            return descriptor;
        } catch (IOException failed) {
            calls.linux.close(descriptor);
            throw failed;
        }
    }

    private static void set(Calls calls, int descriptor, int level, int option, int length) throws IOException {
        ErrnoException.check(
                "setsockopt " + option, calls.sockets.setsockopt(descriptor, level, option, calls.value, length));
    }

    private static void requireControl(Calls calls, int descriptor) throws IOException {
        calls.length.set(JAVA_INT, 0, NAME_BYTES);
        ErrnoException.check(
                "getsockopt TCP_CONGESTION",
                calls.sockets.getsockopt(
                        descriptor, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, calls.value, calls.length));
        String control = calls.value.getString(0);
        if (!control.equals(CONTROL)) {
            throw new IOException("the kernel's congestion control is " + control + " and not " + CONTROL);
        }
    }

    private static int check(String call, long result) throws IOException {
        return ErrnoException.check(call, (int) result);
    }

    /** A close gives back at once. */
    @Override
    public void awaitGivenBack() {}

    @Override
    public void close() {}

    private record Server(int descriptor, InetSocketAddress address) implements Listening {
        @Override
        public End accept() throws IOException {
            Calls calls = CALLS.get();
            int accepted =
                    check("accept4", calls.plain.call(Function.ACCEPT4, descriptor, 0, 0, SocketAbi.SOCK_CLOEXEC));
            requireControl(calls, accepted);
            return new Connected(accepted);
        }

        @Override
        public void close() {
            CALLS.get().linux.close(descriptor);
        }
    }

    private record Connected(int descriptor) implements End {
        @Override
        public void write(ByteBuffer data) throws IOException {
            Calls calls = CALLS.get();
            while (data.hasRemaining()) {
                long sent = calls.sockets.send(descriptor, MemorySegment.ofBuffer(data), SocketAbi.MSG_NOSIGNAL);
                data.position(data.position() + check("send", sent));
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int count = check("recv", CALLS.get().sockets.recv(descriptor, MemorySegment.ofBuffer(into), 0));
            into.position(into.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void finish() throws IOException {
            ErrnoException.check("shutdown", CALLS.get().sockets.shutdown(descriptor, SocketAbi.SHUT_WR));
        }

        @Override
        public void close() {
            CALLS.get().linux.close(descriptor);
        }

        /** Lingering for no time at all is what the kernel takes for this. */
        @Override
        public void reset() throws IOException {
            Calls calls = CALLS.get();
            calls.value.set(JAVA_INT, 0, 1);
            calls.value.set(JAVA_INT, SocketAbi.LINGER_SECONDS, 0);
            set(calls, descriptor, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, (int) SocketAbi.LINGER_BYTES);
            close();
        }
    }
}
