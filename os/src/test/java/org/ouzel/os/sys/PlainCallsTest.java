package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.os.sys.PlainCalls.Function;

/** Over the loopback device: a listener, who has connected, and whom it has accepted. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainCallsTest {
    private static final int LOOPBACK = 0x7f000001;

    private final PlainCalls calls = new PlainCalls();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment address = arena.allocate(Abi.SOCKADDR_IN_BYTES, Long.BYTES);
    private long listener;
    private long client;
    private long server;

    @BeforeEach
    void connect() {
        address.set(JAVA_SHORT, Abi.SOCKADDR_IN_FAMILY, (short) Abi.AF_INET);
        address.set(JAVA_INT, Abi.SOCKADDR_IN_ADDRESS, Integer.reverseBytes(LOOPBACK));
        MemorySegment length = number((int) Abi.SOCKADDR_IN_BYTES);
        listener = socket();
        assertThat(calls.call(Function.BIND, listener, address.address(), Abi.SOCKADDR_IN_BYTES))
                .isZero();
        assertThat(calls.call(Function.LISTEN, listener, 1)).isZero();
        assertThat(calls.call(Function.GETSOCKNAME, listener, address.address(), length.address()))
                .isZero();
        client = socket();
        assertThat(calls.call(Function.CONNECT, client, address.address(), Abi.SOCKADDR_IN_BYTES))
                .isZero();
        server = calls.call(Function.ACCEPT4, listener, 0, 0, 0);
        assertThat(server).isPositive();
    }

    @AfterEach
    void close() {
        for (long descriptor : new long[] {listener, client, server}) {
            assertThat(calls.call(Function.CLOSE, descriptor)).isZero();
        }
        arena.close();
    }

    private long socket() {
        long made = calls.call(Function.SOCKET, Abi.AF_INET, SocketAbi.SOCK_STREAM, 0);
        assertThat(made).isPositive();
        return made;
    }

    private MemorySegment number(int value) {
        MemorySegment number = arena.allocate(JAVA_LONG);
        number.set(JAVA_INT, 0, value);
        return number;
    }

    private MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    /** An array of two {@code struct iovec}. */
    private MemorySegment vectors(MemorySegment one, MemorySegment other) {
        MemorySegment vectors = arena.allocate(2 * Abi.IOVEC_BYTES, Long.BYTES);
        vectors.set(JAVA_LONG, 0, one.address());
        vectors.set(JAVA_LONG, Abi.IOVEC_LENGTH, one.byteSize());
        vectors.set(JAVA_LONG, Abi.IOVEC_BYTES, other.address());
        vectors.set(JAVA_LONG, Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH, other.byteSize());
        return vectors;
    }

    @Test
    void setsNothingThatWasNotAskedFor() {
        assertThat(calls.call(Function.FCNTL, client, Abi.F_GETFL, 0) & Abi.O_NONBLOCK)
                .isZero();
        assertThat(calls.call(Function.FCNTL, server, Abi.F_GETFL, 0) & Abi.O_NONBLOCK)
                .isZero();
        assertThat(calls.call(Function.FCNTL, client, Abi.F_GETFD, 0)).isZero();
    }

    @Test
    void passesWhatIsVariadic() {
        MemorySegment left = number(-1);

        assertThat(calls.call(Function.FCNTL, client, Abi.F_SETFL, Abi.O_RDWR | Abi.O_NONBLOCK))
                .isZero();
        assertThat(calls.call(Function.FCNTL, client, Abi.F_GETFL, 0)).isEqualTo(Abi.O_RDWR | Abi.O_NONBLOCK);
        assertThat(calls.call(Function.IOCTL, client, SocketAbi.SIOCINQ, left.address()))
                .isZero();
        assertThat(left.get(JAVA_INT, 0)).isZero();
    }

    @Test
    void givesTheErrorNumberNegated() {
        calls.call(Function.FCNTL, client, Abi.F_SETFL, Abi.O_NONBLOCK);

        assertThat(calls.call(Function.READ, client, text("ab").address(), 1)).isEqualTo(-Abi.EAGAIN);
        assertThat(calls.call(Function.CLOSE, -1)).isEqualTo(-Abi.EBADF);
        assertThat(calls.call(Function.CONNECT, client, address.address(), Abi.SOCKADDR_IN_BYTES))
                .isEqualTo(-Abi.EISCONN);
    }

    @Test
    void passesNumbersBelowZeroAsSuch() {
        long epoll = calls.call(Function.EPOLL_CREATE1, 0);

        assertThat(calls.call(Function.EPOLL_WAIT, epoll, text("room").address(), -1, 0))
                .isEqualTo(-Abi.EINVAL);
        assertThat(calls.call(Function.CLOSE, epoll)).isZero();
    }

    @Test
    void carriesWhatIsInOnePieceOrMore() {
        MemorySegment into = arena.allocate(16);

        assertThat(calls.call(Function.WRITE, client, text("one").address(), 3)).isEqualTo(3);
        assertThat(calls.call(Function.RECV, server, into.address(), 3, SocketAbi.MSG_WAITALL))
                .isEqualTo(3);
        assertThat(into.getString(0)).isEqualTo("one");

        MemorySegment pieces = vectors(text("tw").asSlice(0, 2), text("o, three"));
        assertThat(calls.call(Function.WRITEV, client, pieces.address(), 2)).isEqualTo(11);
        MemorySegment first = arena.allocate(3);
        assertThat(calls.call(Function.READV, server, vectors(first, into).address(), 2))
                .isEqualTo(11);
        assertThat(first.toArray(JAVA_BYTE)).asString().isEqualTo("two");
        assertThat(into.getString(0)).isEqualTo(", three");
    }

    @Test
    void carriesMessages() {
        MemorySegment header = arena.allocate(SocketAbi.MSGHDR_BYTES, Long.BYTES);
        MemorySegment first = arena.allocate(1);
        MemorySegment second = arena.allocate(16);
        header.set(JAVA_LONG, SocketAbi.MSGHDR_VECTOR_COUNT, 2);
        header.set(
                JAVA_LONG,
                SocketAbi.MSGHDR_VECTORS,
                vectors(text("a").asSlice(0, 1), text("message")).address());

        assertThat(calls.call(Function.SENDMSG, server, header.address(), SocketAbi.MSG_NOSIGNAL))
                .isEqualTo(9);
        header.set(JAVA_LONG, SocketAbi.MSGHDR_VECTORS, vectors(first, second).address());
        assertThat(calls.call(Function.RECVMSG, client, header.address(), 0)).isEqualTo(9);
        assertThat(first.get(JAVA_BYTE, 0)).isEqualTo((byte) 'a');
        assertThat(second.getString(0)).isEqualTo("message");
    }

    @Test
    void tellsTheFirstArgumentToThoseWhoWatch() {
        calls.call(Function.FCNTL, server, Abi.F_GETFL, 0);
        assertThat(calls.first()).isEqualTo(server);
        calls.call(Function.SHUTDOWN, client, SocketAbi.SHUT_RDWR);
        assertThat(calls.first()).isEqualTo(client);
    }
}
