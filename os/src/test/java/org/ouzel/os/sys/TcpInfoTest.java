package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpInfoTest {
    private static final int BYTES = 248;

    /** Each byte is its own offset, so that a number tells from where it has been read, except for the window scales. */
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);

    TcpInfoTest() {
        for (int i = 0; i < BYTES; i++) {
            memory.set(JAVA_BYTE, i, (byte) i);
        }
    }

    /** What a number is that begins at an offset. */
    private static long at(long offset, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = (number << Byte.SIZE) | (offset + i);
        }
        return number;
    }

    @Test
    void readsTheFieldsWhereTheyAre() {
        TcpInfo info = TcpInfo.copyOf(memory, BYTES);

        assertThat(info.lengthBytes()).isEqualTo(BYTES);
        assertThat(info.state()).isZero();
        assertThat(info.agreed()).isEqualTo(new TcpInfo.Agreed(5, 6, 0, at(16, 4), at(20, 4), at(84, 4), at(60, 4)));
        assertThat(info.timers())
                .isEqualTo(new TcpInfo.Timers(
                        at(8, 4),
                        at(12, 4),
                        2,
                        3,
                        4,
                        (int) at(240, 2),
                        (int) at(242, 2),
                        at(244, 4),
                        at(44, 4),
                        at(52, 4),
                        at(56, 4)));
        assertThat(info.roundTrip()).isEqualTo(new TcpInfo.RoundTrip(at(68, 4), at(72, 4), at(148, 4), at(92, 4)));
        assertThat(info.flight())
                .isEqualTo(new TcpInfo.Flight(at(24, 4), at(28, 4), at(32, 4), at(36, 4), at(88, 4), at(144, 4)));
        assertThat(info.congestion())
                .isEqualTo(new TcpInfo.Congestion(
                        1, at(80, 4), at(76, 4), at(104, 8), at(112, 8), at(160, 8), at(192, 4), at(196, 4)));
        assertThat(info.windows()).isEqualTo(new TcpInfo.Windows(at(228, 4), at(232, 4), at(96, 4), at(64, 4)));
        assertThat(info.sent())
                .isEqualTo(new TcpInfo.Sent(
                        at(200, 8),
                        at(120, 8),
                        at(208, 8),
                        at(136, 4),
                        at(156, 4),
                        at(100, 4),
                        at(216, 4),
                        at(220, 4),
                        at(236, 4)));
        assertThat(info.received()).isEqualTo(new TcpInfo.Received(at(128, 8), at(140, 4), at(152, 4), at(224, 4)));
        assertThat(info.limits()).isEqualTo(new TcpInfo.Limits(at(168, 8), at(176, 8), at(184, 8)));
    }

    @Test
    void knowsBothWindowScales() {
        memory.set(JAVA_BYTE, TcpInfoAbi.TCPI_WSCALE, (byte) 0xe7);

        TcpInfo info = TcpInfo.copyOf(memory, BYTES);

        assertThat(info.agreed().sndWscale()).isEqualTo(7);
        assertThat(info.agreed().rcvWscale()).isEqualTo(14);
    }

    @Test
    void takesNothingFromBehindWhatTheKernelHasTold() throws Exception {
        List<Long> all = numbers(TcpInfo.copyOf(memory, BYTES));

        for (int length = 0; length < BYTES; length++) {
            List<Long> some = numbers(TcpInfo.copyOf(memory, length));
            assertThat(some).hasSameSizeAs(all);
            for (int i = 0; i < all.size(); i++) {
                // The last byte of a number is its highest, and is the offset of the field's end.
                long end = Math.max(highest(all.get(i)), 0) + 1;
                long expected = end <= length ? all.get(i) : 0;
                assertThat(some.get(i)).as("%d bytes, %x", length, all.get(i)).isEqualTo(expected);
            }
        }
    }

    private static long highest(long number) {
        return number == 0 ? 0 : number >>> ((Long.SIZE - 1 - Long.numberOfLeadingZeros(number)) & -Byte.SIZE);
    }

    /** All numbers but the length, in the order of the groups. */
    private static List<Long> numbers(TcpInfo info) throws ReflectiveOperationException {
        List<Long> numbers = new ArrayList<>(List.of((long) info.state()));
        List<Record> groups = List.of(
                info.agreed(),
                info.timers(),
                info.roundTrip(),
                info.flight(),
                info.congestion(),
                info.windows(),
                info.sent(),
                info.received(),
                info.limits());
        for (Record group : groups) {
            for (RecordComponent component : group.getClass().getRecordComponents()) {
                numbers.add(((Number) component.getAccessor().invoke(group)).longValue());
            }
        }
        return numbers;
    }

    @Test
    void tellsOfAConnection() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Caller caller = loopback.caller;
            loopback.client.send(caller, Loopback.bytes(1, 2, 3, 4, 5), 0);
            Loopback.receive(caller, loopback.server);

            TcpInfo sender = loopback.client.tcpInfo(caller);
            TcpInfo receiver = loopback.server.tcpInfo(caller);

            assertThat(sender.lengthBytes()).isGreaterThanOrEqualTo((int) TcpInfoAbi.TCPI_BYTES_RECEIVED);
            assertThat(sender.state()).isEqualTo(TcpInfoAbi.TCP_ESTABLISHED);
            assertThat(sender.congestion().caState()).isEqualTo(TcpInfoAbi.TCP_CA_OPEN);
            assertThat(sender.congestion().sndCwnd()).isPositive();
            assertThat(sender.agreed().advmss()).isGreaterThan(1000);
            assertThat(sender.roundTrip().rttUs()).isPositive();
            assertThat(receiver.received().bytesReceived()).isEqualTo(5);
            assertThat(receiver.agreed().rcvWscale()).isEqualTo(sender.agreed().sndWscale());
        }
    }

    @Test
    void tellsThatAListenerListens() throws Exception {
        try (Loopback loopback = new Loopback()) {
            assertThat(loopback.listener.tcpInfo(loopback.caller).state()).isEqualTo(TcpInfoAbi.TCP_LISTEN);
        }
    }
}
