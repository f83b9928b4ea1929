package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.box.Packets.Kept;

class EcnBleacherTest {
    private static final TcpFlags ALL =
            TcpFlags.SYN.with(TcpFlags.ECE).with(TcpFlags.CWR).with(TcpFlags.AE);

    private final Kept kept = new Kept();

    private static MemorySegment packet(String from, String to, int typeOfService, TcpFlags flags) {
        return Packets.tcp(
                from,
                to,
                new IpFields(typeOfService, 64, true, 0),
                Packets.segment(1, 2, flags, 3, 4, Packets.data(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,198.51.100.1,0",
        "192.0.2.1,198.51.100.1,1",
        "192.0.2.1,198.51.100.1,2",
        "192.0.2.1,198.51.100.1,3",
        "2001:db8::1,2001:db8::2,0",
        "2001:db8::1,2001:db8::2,1",
        "2001:db8::1,2001:db8::2,2",
        "2001:db8::1,2001:db8::2,3"
    })
    void clearsWhatItIsToldToClear(String from, String to, int ecn) {
        EcnBleacher ip = new EcnBleacher(true, false, kept);
        ip.packet(packet(from, to, 0xb8 | ecn, ALL));
        assertThat(Packets.bytes(kept.one())).isEqualTo(Packets.bytes(packet(from, to, 0xb8, ALL)));
        assertThat(ip.tally().of(Outcome.CHANGED)).isEqualTo(ecn == 0 ? 0 : 1);

        EcnBleacher tcp = new EcnBleacher(false, true, kept);
        tcp.packet(packet(from, to, 0xb8 | ecn, ALL));
        assertThat(Packets.bytes(kept.one())).isEqualTo(Packets.bytes(packet(from, to, 0xb8 | ecn, TcpFlags.SYN)));

        EcnBleacher both = new EcnBleacher(true, true, kept);
        both.packet(packet(from, to, 0xb8 | ecn, ALL));
        assertThat(Packets.bytes(kept.one())).isEqualTo(Packets.bytes(packet(from, to, 0xb8, TcpFlags.SYN)));
        both.packet(packet(from, to, 0xb8, TcpFlags.SYN));
        assertThat(Packets.bytes(kept.one())).isEqualTo(Packets.bytes(packet(from, to, 0xb8, TcpFlags.SYN)));
        assertThat(both.tally().of(Outcome.PASSED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,true"})
    void whatIsNoPacketPasses(boolean ip, boolean tcp) {
        byte[] noise = Packets.data(30);
        new EcnBleacher(ip, tcp, kept).packet(MemorySegment.ofArray(noise.clone()));
        assertThat(Packets.bytes(kept.one())).isEqualTo(noise);
    }
}
