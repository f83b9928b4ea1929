package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** Reading and writing on an open connection. */
class TransferTest {
    private final TwoMachines machines = TwoMachines.connected();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final int left = machines.left;
    private final int right = machines.right;

    private void write(String text) {
        assertThat(client.ok(new Call.Write(left, TwoMachines.bytes(text)))).isEqualTo(text.length());
    }

    private Call.Recv receive(int count, int flags) {
        return new Call.Recv(right, count, flags);
    }

    private String received(int count, int flags) {
        return TwoMachines.text(server.call(receive(count, flags)));
    }

    private List<TcpSegment> data() {
        return machines.trace.stream()
                .filter(segment -> segment.payload().length() > 0)
                .toList();
    }

    @Test
    void readsWhatWasWritten() {
        write("Cinclus");
        assertThat(data().getLast().has(TcpFlags.PSH)).isTrue();
        assertThat(TwoMachines.text(server.await(new Call.Read(right, 100)))).isEqualTo("Cinclus");
        server.nonBlocking(right);
        assertThat(server.errno(new Call.Read(right, 100))).isEqualTo(Errno.EAGAIN);
        assertThat(server.ok(new Call.Read(right, 0))).isZero();
    }

    @Test
    void servesReadersFirstComeFirstServed() {
        Answer first = server.call(new Call.Read(right, 3));
        Answer second = server.call(new Call.Read(right, 3));
        write("abcde");
        assertThat(TwoMachines.text(server.end(first))).isEqualTo("abc");
        assertThat(TwoMachines.text(server.end(second))).isEqualTo("de");
        assertThat(List.copyOf(server.ended.keySet()))
                .endsWith(((Answer.Pending) first).ticket(), ((Answer.Pending) second).ticket());
    }

    @Test
    void readsAndWritesVectors() {
        Call.Writev write = new Call.Writev(left, List.of(TwoMachines.bytes("ab"), TwoMachines.bytes("cde")));
        assertThat(client.ok(write)).isEqualTo(5);
        assertThat(TwoMachines.text(server.await(new Call.Readv(right, List.of(1, 3)))))
                .isEqualTo("abcd");
        Call.Sendmsg send = new Call.Sendmsg(left, Optional.empty(), List.of(TwoMachines.bytes("fg")), List.of(), 0);
        assertThat(client.ok(send)).isEqualTo(2);
        machines.pass(100);
        assertThat(received(10, 0)).isEqualTo("efg");
    }

    @Test
    void looksWithoutTaking() {
        write("abc");
        machines.pass(100);
        assertThat(received(2, Abi.MSG_PEEK)).isEqualTo("ab");
        assertThat(received(9, Abi.MSG_PEEK)).isEqualTo("abc");
        assertThat(received(9, 0)).isEqualTo("abc");
        assertThat(server.errno(receive(9, Abi.MSG_DONTWAIT))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void dropsWhatIsToBeTruncated() {
        write("abcdef");
        machines.pass(100);
        Answer.Result dropped = (Answer.Result) server.call(receive(4, Abi.MSG_TRUNC));
        assertThat(dropped.value()).isEqualTo(4);
        assertThat(((Output.Data) dropped.output()).bytes().byteSize()).isZero();
        assertThat(received(9, 0)).isEqualTo("ef");
    }

    @Test
    void waitsForAllIfAskedTo() {
        Answer all = server.call(receive(6, Abi.MSG_WAITALL));
        write("abc");
        machines.pass(100);
        assertThat(server.isEnded(all)).isFalse();
        write("def");
        assertThat(TwoMachines.text(server.end(all))).isEqualTo("abcdef");
    }

    @Test
    void waitsForTheLowWaterMarkAndNoLongerThanItsTimeout() {
        server.set(right, Abi.SOL_SOCKET, Abi.SO_RCVLOWAT, 4);
        server.ok(new Call.SetSockOpt(right, Abi.SOL_SOCKET, Abi.SO_RCVTIMEO, new OptionValue.Time(1, 0), 16));
        Answer read = server.call(new Call.Read(right, 10));
        write("abc");
        machines.pass(900);
        assertThat(server.isEnded(read)).isFalse();
        assertThat(server.poll(right, Abi.POLLIN)).isZero();
        machines.pass(100);
        assertThat(TwoMachines.text(server.end(read))).isEqualTo("abc");
        assertThat(TwoMachines.errno(server.await(new Call.Read(right, 10)))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void takesWhatThereIsRoomForAndWaitsWithTheRest() {
        client.set(left, Abi.SOL_SOCKET, Abi.SO_SNDBUF, 10_000);
        assertThat(client.number(left, Abi.SOL_SOCKET, Abi.SO_SNDBUF)).isEqualTo(20_000);
        server.set(right, Abi.SOL_SOCKET, Abi.SO_RCVBUF, 10_000);
        machines.loses = segment -> true;
        client.nonBlocking(left);
        Call.Write large = new Call.Write(left, Call.zeros(50_000));
        assertThat(client.ok(large)).isEqualTo(10_000);
        assertThat(client.errno(large)).isEqualTo(Errno.EAGAIN);
        assertThat(client.poll(left, Abi.POLLOUT)).isZero();
        machines.loses = segment -> false;
        client.ok(new Call.Fcntl(left, Abi.F_SETFL, 0));
        Answer waits = client.call(large);
        assertThat(waits).isInstanceOf(Answer.Pending.class);
        int read = 0;
        while (!client.isEnded(waits)) {
            read += (int) TwoMachines.value(server.await(new Call.Read(right, 4000)));
        }
        assertThat(TwoMachines.value(client.end(waits))).isEqualTo(50_000);
        assertThat(read).isGreaterThan(40_000);
    }

    @Test
    void servesWritersFirstComeFirstServed() {
        client.set(left, Abi.SOL_SOCKET, Abi.SO_SNDBUF, 10_000);
        Answer first = client.call(new Call.Write(left, Call.zeros(30_000)));
        Answer second = client.call(new Call.Write(left, TwoMachines.bytes("second")));
        assertThat(second).isInstanceOf(Answer.Pending.class);
        StringBuilder read = new StringBuilder();
        while (read.length() < 30_006) {
            read.append(TwoMachines.text(server.await(new Call.Read(right, 5_000))));
        }
        assertThat(TwoMachines.value(client.end(first))).isEqualTo(30_000);
        assertThat(TwoMachines.value(client.end(second))).isEqualTo(6);
        assertThat(read.toString()).endsWith("\0second");
    }

    @Test
    void givesUpAWriteAfterItsTimeoutWithWhatWasTaken() {
        client.set(left, Abi.SOL_SOCKET, Abi.SO_SNDBUF, 10_000);
        client.ok(new Call.SetSockOpt(left, Abi.SOL_SOCKET, Abi.SO_SNDTIMEO, new OptionValue.Time(0, 500_000), 16));
        machines.loses = segment -> true;
        Call.Write large = new Call.Write(left, Call.zeros(15_000));
        assertThat(TwoMachines.value(client.await(large))).isEqualTo(10_000);
        assertThat(TwoMachines.errno(client.await(large))).isEqualTo(Errno.EAGAIN);
    }

    @Test
    void holdsSmallSegmentsBackUnlessToldNotTo() {
        write("a");
        write("b");
        assertThat(data()).hasSize(1);
        client.set(left, Abi.SOL_TCP, Abi.TCP_NODELAY, 1);
        assertThat(data()).as("what waited goes").hasSize(2);
        write("c");
        assertThat(data()).hasSize(3);
        assertThat(client.number(left, Abi.SOL_TCP, Abi.TCP_NODELAY)).isEqualTo(1);
    }

    @Test
    void sendsNothingSmallWhileItIsCorked() {
        client.set(left, Abi.SOL_TCP, Abi.TCP_CORK, 1);
        write("abc");
        machines.pass(150);
        assertThat(data()).isEmpty();
        client.set(left, Abi.SOL_TCP, Abi.TCP_CORK, 0);
        assertThat(data()).hasSize(1);
        machines.pass(100);
        client.set(left, Abi.SOL_TCP, Abi.TCP_CORK, 1);
        write("def");
        machines.pass(400);
        assertThat(data()).as("for so long it is not held back").hasSize(2);
    }

    @Test
    void putsTogetherWhatBelongsTogether() {
        assertThat(client.ok(new Call.Send(left, TwoMachines.bytes("abc"), Abi.MSG_MORE, Optional.empty())))
                .isEqualTo(3);
        assertThat(data()).isEmpty();
        write("def");
        assertThat(data()).hasSize(1);
        assertThat(data().getFirst().payload().length()).isEqualTo(6);
        assertThat(data().getFirst().has(TcpFlags.PSH)).isTrue();
    }

    @Test
    void marksTheEndOfAWriteOfManySegments() {
        client.ok(new Call.Write(left, Call.zeros(5 * 1448)));
        machines.pass(100);
        assertThat(data()).hasSize(5);
        assertThat(data().subList(0, 4)).noneMatch(segment -> segment.has(TcpFlags.PSH));
        assertThat(data().getLast().has(TcpFlags.PSH)).isTrue();
    }

    @Test
    void countsWhatWaits() {
        client.ok(new Call.Write(left, Call.zeros(20 * 1448)));
        assertThat(client.ioctl(left, Abi.SIOCOUTQ)).isEqualTo(20 * 1448);
        assertThat(client.ioctl(left, Abi.SIOCOUTQNSD)).isEqualTo(10 * 1448);
        machines.pass(1000);
        assertThat(client.ioctl(left, Abi.SIOCOUTQ)).isZero();
        assertThat(server.ioctl(right, Abi.SIOCINQ)).isEqualTo(20 * 1448);
        assertThat(server.errno(new Call.Ioctl(machines.listener, Abi.SIOCINQ))).isEqualTo(Errno.EINVAL);
        assertThat(client.call(new Call.Ioctl(left, 1))).isInstanceOf(Answer.Unsupported.class);
    }

    @Test
    void isWritableOnlyWhileLittleIsUnsent() {
        client.set(left, Abi.SOL_TCP, Abi.TCP_NOTSENT_LOWAT, 1000);
        client.nonBlocking(left);
        assertThat(client.poll(left, Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
        client.ok(new Call.Write(left, Call.zeros(20 * 1448)));
        assertThat(client.poll(left, Abi.POLLOUT)).isZero();
        assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EAGAIN);
        machines.pass(1000);
        assertThat(client.poll(left, Abi.POLLOUT)).isEqualTo(Abi.POLLOUT);
    }

    @Test
    void tellsWithAMessageHowMuchIsLeft() {
        server.set(right, Abi.SOL_TCP, Abi.TCP_INQ, 1);
        write("abcdef");
        machines.pass(100);
        Answer.Result result = (Answer.Result) server.call(new Call.Recvmsg(right, List.of(2, 2), 100, 0));
        assertThat(((Output.Message) result.output()).controls())
                .containsExactly(new ControlMessage.Numeric(Abi.SOL_TCP, Abi.TCP_INQ, 2));
    }

    @Test
    void refusesWhatItDoesNotHave() {
        for (String flag : List.of("MSG_EOR")) {
            int number = (int) Symbols.number(flag).orElseThrow();
            assertThat(client.call(new Call.Send(left, Call.zeros(1), number, Optional.empty())))
                    .isInstanceOf(Answer.Unsupported.class);
        }
        assertThat(client.call(new Call.Pipe(0))).isInstanceOf(Answer.Unsupported.class);
        assertThat(client.call(new Call.Splice(left, right, 1, 0))).isInstanceOf(Answer.Unsupported.class);
        assertThat(client.call(new Call.Sendfile(left, 0, 0, 1))).isInstanceOf(Answer.Unsupported.class);
        assertThat(client.call(new Call.Other("ppoll"))).isInstanceOf(Answer.Unsupported.class);
    }
}
