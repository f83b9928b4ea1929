package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.net.Packets.CE;
import static org.ouzel.sim.net.Packets.ECT_0;
import static org.ouzel.sim.net.Packets.ECT_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Header;

class EcnTest {
    private static int typeOfService(IpHeader header) {
        return switch (header) {
            case Ipv4Header v4 -> v4.fields().typeOfService();
            case Ipv6Header v6 -> v6.fields().typeOfService();
        };
    }

    private static void assertMarked(MemorySegment packet, int was, int number) {
        assertThat(Ecn.isCapable(packet)).isTrue();
        Ecn.mark(packet);
        assertThat(Packets.accepted(packet))
                .as("identification %d", number)
                .map(EcnTest::typeOfService)
                .hasValue(was | CE);
    }

    @ParameterizedTest
    @ValueSource(ints = {ECT_0, ECT_1, CE, 0xb8 | ECT_0, 0xfc | ECT_1})
    void checksumsOfIpv4HoldBehindEveryMark(int typeOfService) {
        for (int identification = 0; identification <= 0xffff; identification++) {
            assertMarked(Packets.v4(typeOfService, identification, 3), typeOfService, identification);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ECT_0, ECT_1, CE, 0xb8 | ECT_0, 0xfc | ECT_1})
    void theTrafficClassOfIpv6IsMarkedAndNothingElse(int trafficClass) {
        MemorySegment packet = Packets.v6(trafficClass, 100);
        // A flow label shares its first byte with the traffic class.
        packet.set(ValueLayout.JAVA_BYTE, 1, (byte) (packet.get(ValueLayout.JAVA_BYTE, 1) | 0x0a));
        MemorySegment before = MemorySegment.ofArray(packet.toArray(ValueLayout.JAVA_BYTE));
        assertMarked(packet, trafficClass, 0);
        assertThat(packet.get(ValueLayout.JAVA_BYTE, 1) & 0x0f).isEqualTo(0x0a);
        assertThat(packet.asSlice(2).mismatch(before.asSlice(2))).isEqualTo(-1);
    }

    @Test
    void whatIsNotCapableIsToldApart() {
        assertThat(Ecn.isCapable(Packets.v4(0xfc, 1, 10))).isFalse();
        assertThat(Ecn.isCapable(Packets.v6(0xfc, 10))).isFalse();
        assertThat(Ecn.isCapable(Packets.v4(CE, 1, 10).asSlice(0, 19))).isFalse();
        assertThat(Ecn.isCapable(Packets.v6(CE, 10).asSlice(0, 39))).isFalse();
        assertThat(Ecn.isCapable(MemorySegment.ofArray(new byte[] {0x23, 0x7f})))
                .isFalse();
        assertThat(Ecn.isCapable(MemorySegment.ofArray(new byte[0]))).isFalse();
    }
}
