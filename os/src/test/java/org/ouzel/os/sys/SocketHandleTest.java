package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketHandleTest {
    private final Caller caller = new Caller();

    private static void assertFails(ThrowingCallable call, int errno) {
        assertThatExceptionOfType(ErrnoException.class).isThrownBy(call).satisfies(failed -> assertThat(failed.errno())
                .isEqualTo(errno));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void connectsAndKnowsItsOwnAddress(String address) throws IOException {
        try (Loopback loopback = new Loopback(address)) {
            assertThat(loopback.server.family()).isEqualTo(loopback.client.family());
            assertThat(loopback.client.localAddress(caller).getAddress()).isEqualTo(InetAddress.ofLiteral(address));
            assertThat(loopback.server.localAddress(caller)).isEqualTo(loopback.listener.localAddress(caller));
            assertThat(loopback.listener.accept(caller)).isEmpty();
        }
    }

    @Test
    void carriesBothWaysWithoutBlocking() throws IOException {
        try (Loopback loopback = new Loopback()) {
            MemorySegment into = Arena.ofAuto().allocate(10);
            assertThat(loopback.server.receive(caller, into, 0)).isEqualTo(-Abi.EAGAIN);

            assertThat(loopback.client.send(caller, Loopback.bytes(1, 2, 3), 0)).isEqualTo(3);
            assertThat(Loopback.receive(caller, loopback.server)).containsExactly(1, 2, 3);
            assertThat(loopback.server.send(caller, Loopback.bytes(4), 0)).isEqualTo(1);
            Loopback.await(caller, loopback.client, Abi.POLLIN);
            assertThat(loopback.client.receive(caller, into, SocketAbi.MSG_PEEK))
                    .isEqualTo(1);
            assertThat(Loopback.receive(caller, loopback.client)).containsExactly(4);
        }
    }

    @Test
    void sendsAndReceivesGathered() throws IOException {
        MemorySegment first = Loopback.bytes(1, 2);
        MemorySegment second = Loopback.bytes(3);
        MemorySegment vectors = Arena.ofAuto().allocate(2 * Abi.IOVEC_BYTES, Long.BYTES);
        vectors.set(JAVA_LONG, 0, first.address());
        vectors.set(JAVA_LONG, Abi.IOVEC_LENGTH, 2);
        vectors.set(JAVA_LONG, Abi.IOVEC_BYTES, second.address());
        vectors.set(JAVA_LONG, Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH, 1);
        MemorySegment message = Arena.ofAuto().allocate(SocketAbi.MSGHDR_BYTES, Long.BYTES);
        message.set(JAVA_LONG, SocketAbi.MSGHDR_VECTORS, vectors.address());
        message.set(JAVA_LONG, SocketAbi.MSGHDR_VECTOR_COUNT, 2);

        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.client.sendMessage(caller, message, 0)).isEqualTo(3);
            assertThat(Loopback.receive(caller, loopback.server)).containsExactly(1, 2, 3);

            loopback.server.send(caller, Loopback.bytes(7, 8, 9), 0);
            Loopback.await(caller, loopback.client, Abi.POLLIN);
            assertThat(loopback.client.receiveMessage(caller, message, 0)).isEqualTo(3);
            assertThat(first.toArray(JAVA_BYTE)).containsExactly(7, 8);
            assertThat(second.toArray(JAVA_BYTE)).containsExactly(9);
        }
    }

    @Test
    void endsOneDirection() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.shutdown(caller, SocketAbi.SHUT_WR);

            assertThat(Loopback.receive(caller, loopback.server)).isEmpty();
            assertThat(loopback.client.send(caller, Loopback.bytes(1), 0)).isEqualTo(-Abi.EPIPE);
            loopback.server.send(caller, Loopback.bytes(2), 0);
            assertThat(Loopback.receive(caller, loopback.client)).containsExactly(2);
        }
    }

    @Test
    void stopsAtTheUrgentMark() throws IOException {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.server.atMark(caller)).isFalse();

            loopback.client.send(caller, Loopback.bytes(1, 2), 0);
            assertThat(loopback.client.send(caller, Loopback.bytes(3), SocketAbi.MSG_OOB))
                    .isEqualTo(1);
            loopback.client.send(caller, Loopback.bytes(4), 0);
            Loopback.await(caller, loopback.server, Abi.POLLPRI);

            assertThat(loopback.server.unread(caller)).isEqualTo(2);
            assertThat(loopback.server.atMark(caller)).isFalse();
            assertThat(Loopback.receive(caller, loopback.server)).containsExactly(1, 2);
            assertThat(loopback.server.atMark(caller)).isTrue();
            MemorySegment urgent = Arena.ofAuto().allocate(1);
            assertThat(loopback.server.receive(caller, urgent, SocketAbi.MSG_OOB))
                    .isEqualTo(1);
            assertThat(urgent.get(JAVA_BYTE, 0)).isEqualTo((byte) 3);
            assertThat(Loopback.receive(caller, loopback.server)).containsExactly(4);
        }
    }

    @Test
    void knowsWhatIsStillUnsentOrUnacknowledged() throws IOException {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.client.unsentOrUnacknowledged(caller)).isZero();
            MemorySegment data = Arena.ofAuto().allocate(1 << 20);
            while (loopback.client.send(caller, data, 0) > 0) {
                assertThat(loopback.client.unsentOrUnacknowledged(caller)).isNotNegative();
            }

            assertThat(loopback.client.unsentOrUnacknowledged(caller)).isPositive();
            assertThat(loopback.server.unread(caller)).isPositive();
        }
    }

    @Test
    void tellsAnErrorOnce() throws IOException {
        try (SocketHandle silent = SocketHandle.open(caller, Abi.AF_INET);
                SocketHandle client = SocketHandle.open(caller, Abi.AF_INET)) {
            silent.bind(caller, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

            assertThat(client.connect(caller, silent.localAddress(caller))).isEqualTo(-Abi.EINPROGRESS);
            Loopback.await(caller, client, Abi.POLLOUT);

            assertThat(client.error(caller)).isEqualTo(Abi.ECONNREFUSED);
            assertThat(client.error(caller)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REUSE_ADDRESS, 1, 1",
        "KEEP_ALIVE, 1, 1",
        "SEND_BUFFER, 20000, 40000",
        "RECEIVE_BUFFER, 20000, 40000",
        "OOB_INLINE, 1, 1",
        "TIMESTAMPING, 0x210, 0x210",
        "NO_DELAY, 1, 1",
        "KEEP_IDLE, 77, 77",
        "USER_TIMEOUT, 1234, 1234",
        "FAST_OPEN, 5, 5",
        "NOT_SENT_LOW_WATER, 4096, 4096",
        "IP_TOS, 0x10, 0x10",
        "IP_TTL, 9, 9",
        "IP_MTU_DISCOVER, 2, 2",
        "IP_RECEIVE_ERRORS, 1, 1",
        "BIND_ADDRESS_NO_PORT, 1, 1",
        "IPV6_ONLY, 1, 1",
        "IPV6_TRAFFIC_CLASS, 0x20, 0x20",
        "IPV6_HOPS, 9, 9",
        "IPV6_RECEIVE_ERRORS, 1, 1"
    })
    void keepsAnOption(IntOption option, String set, String got) throws IOException {
        int family = option.level() == SocketAbi.IPPROTO_IPV6 ? Abi.AF_INET6 : Abi.AF_INET;
        try (SocketHandle socket = SocketHandle.open(caller, family)) {
            assertThat(socket.get(caller, option)).isNotNegative();
            socket.set(caller, option, Integer.decode(set));

            assertThat(socket.get(caller, option)).isEqualTo(Integer.decode(got));
        }
    }

    @Test
    void keepsOptionsThatAreNoNumbers() throws IOException {
        try (SocketHandle socket = SocketHandle.open(caller, Abi.AF_INET)) {
            socket.congestion(caller, "reno");
            assertThat(socket.congestion(caller)).isEqualTo("reno");
            assertFails(() -> socket.congestion(caller, "no-such"), Abi.ENOENT);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> socket.congestion(caller, "sixteen-bytes-xx"))
                    .withMessageContaining("sixteen-bytes-xx");

            assertThat(socket.maxPacingRate(caller)).isEqualTo(-1);
            socket.maxPacingRate(caller, 5_000_000_000L);
            assertThat(socket.maxPacingRate(caller)).isEqualTo(5_000_000_000L);
        }
    }

    @Test
    void saysWhichOptionIsRefused() throws IOException {
        try (SocketHandle socket = SocketHandle.open(caller, Abi.AF_INET)) {
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> socket.set(caller, IntOption.KEEP_IDLE, -1))
                    .withMessageContaining("setsockopt KEEP_IDLE")
                    .satisfies(failed -> assertThat(failed.errno()).isEqualTo(Abi.EINVAL));
        }
    }
}
