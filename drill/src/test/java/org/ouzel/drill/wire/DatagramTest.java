package org.ouzel.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.script.Ports;

class DatagramTest {
    private static final int HEADERS = 28;
    private static final Ip V4 = new Ip(IpAddress.parse("192.0.2.2"), IpAddress.parse("192.0.2.1"), 0, 64, 0);
    private static final Ip V6 = new Ip(IpAddress.parse("2001:db8::2"), IpAddress.parse("2001:db8::1"), 0, 64, 0);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 65_507})
    void isReadAsItWasWritten(int length) throws Exception {
        Datagram datagram = new Datagram(new Ports(1234, 65_535), length);
        assertThat(Packet.read(new Packet(V4, datagram).write()).content()).isEqualTo(datagram);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void hasAChecksumThatHolds(int length) throws Exception {
        Datagram datagram = new Datagram(new Ports(1234, 5678), length);
        MemorySegment v4 = new Packet(V4, datagram).write();
        assertThat(V4.checksum(17, v4.asSlice(20).toArray(ValueLayout.JAVA_BYTE)))
                .isZero();
        MemorySegment v6 = new Packet(V6, datagram).write();
        assertThat(V6.checksum(17, v6.asSlice(40).toArray(ValueLayout.JAVA_BYTE)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void aCutOneCannotBeRead(int length) throws Exception {
        MemorySegment whole = new Packet(V4, new Datagram(new Ports(1, 2), length)).write();
        for (int cut = 0; cut < HEADERS; cut++) {
            MemorySegment packet = whole.asSlice(0, cut);
            assertThatThrownBy(() -> Packet.read(packet)).isInstanceOf(CannotBeRead.class);
        }
    }
}
