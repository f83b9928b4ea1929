package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpFlags;

/** {@code MSG_OOB}: the urgent byte, and the mark where it stood. */
class OutOfBandTest {
    private final TwoMachines machines = TwoMachines.connected();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final int left = machines.left;
    private final int right = machines.right;

    private void send(String text, int flags) {
        client.ok(new Call.Send(left, TwoMachines.bytes(text), flags, Optional.empty()));
        machines.pass(100);
    }

    private String received(int flags) {
        return TwoMachines.text(server.call(new Call.Recv(right, 100, flags)));
    }

    private Errno refused() {
        return server.errno(new Call.Recv(right, 1, Abi.MSG_OOB));
    }

    @Test
    void takesTheUrgentByteOutOfTheStream() {
        assertThat(refused()).isEqualTo(Errno.EINVAL);
        send("abc", 0);
        send("defG", Abi.MSG_OOB);
        send("hij", 0);
        assertThat(machines.trace).anyMatch(segment -> segment.has(TcpFlags.URG) && segment.urgentPointer() == 4);
        assertThat(server.poll(right, Abi.POLLPRI)).isEqualTo(Abi.POLLPRI);
        assertThat(server.ioctl(right, Abi.SIOCINQ)).isEqualTo(6);
        assertThat(server.ioctl(right, Abi.SIOCATMARK)).isZero();
        assertThat(received(Abi.MSG_OOB | Abi.MSG_PEEK)).isEqualTo("G");
        assertThat(received(Abi.MSG_OOB)).isEqualTo("G");
        assertThat(refused()).as("only once").isEqualTo(Errno.EINVAL);
        assertThat(server.poll(right, Abi.POLLPRI)).isZero();
        assertThat(received(0)).as("a read ends at the mark").isEqualTo("abcdef");
        assertThat(server.ioctl(right, Abi.SIOCATMARK)).isOne();
        assertThat(received(0)).isEqualTo("hij");
        assertThat(server.ioctl(right, Abi.SIOCATMARK)).isZero();
    }

    @Test
    void losesTheByteWhoseMarkWasPassed() {
        send("abG", Abi.MSG_OOB);
        send("cd", 0);
        assertThat(received(0)).isEqualTo("ab");
        assertThat(received(0)).isEqualTo("cd");
        assertThat(refused()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void leavesTheByteInItsPlaceIfAskedTo() {
        server.set(right, Abi.SOL_SOCKET, Abi.SO_OOBINLINE, 1);
        send("abG", Abi.MSG_OOB);
        send("cd", 0);
        assertThat(refused()).isEqualTo(Errno.EINVAL);
        assertThat(server.ioctl(right, Abi.SIOCINQ)).isEqualTo(5);
        assertThat(received(0)).isEqualTo("ab");
        assertThat(server.ioctl(right, Abi.SIOCATMARK)).isOne();
        assertThat(received(0)).isEqualTo("Gcd");
    }

    @Test
    void isNotReadableByTheUrgentByteAlone() {
        send("G", Abi.MSG_OOB);
        assertThat(server.poll(right, Abi.POLLIN | Abi.POLLPRI)).isEqualTo(Abi.POLLPRI);
        server.nonBlocking(right);
        assertThat(server.errno(new Call.Read(right, 10))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void knowsOfTheByteBeforeItComes() {
        machines.loses = segment -> segment.payload().length() > 1448 - 10 && segment.has(TcpFlags.PSH);
        client.set(left, Abi.SOL_TCP, Abi.TCP_NODELAY, 1);
        client.ok(new Call.Send(left, Call.zeros(2 * 1448), Abi.MSG_OOB, Optional.empty()));
        machines.pass(8);
        assertThat(refused()).isEqualTo(Errno.EAGAIN);
        machines.loses = segment -> false;
        machines.pass(2000);
        assertThat(received(Abi.MSG_OOB)).hasSize(1);
    }
}
