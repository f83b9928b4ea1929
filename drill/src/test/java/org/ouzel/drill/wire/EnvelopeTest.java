package org.ouzel.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.MplsLabel;
import org.ouzel.drill.script.Ports;

class EnvelopeTest {
    private static final int TUNNEL = 9899;
    private static final Ip V4 = ip("192.0.2.2", "192.0.2.1");
    private static final Ip V6 = ip("2001:db8::2", "2001:db8::1");
    private static final Ip OUTER_V4 = ip("198.18.0.2", "198.18.0.1");
    private static final Ip OUTER_V6 = ip("2001:db8:1::2", "2001:db8:1::1");
    private static final Gre PLAIN_GRE = new Gre(0, OptionalInt.empty(), 0, 0, 0);
    private static final Gre FULL_GRE = new Gre(0xb000, OptionalInt.empty(), 0, 0xfeed_beef, 7);
    private static final Mpls LABELS =
            new Mpls(List.of(new MplsLabel(16, 0, false, 64), new MplsLabel(0xfffff, 7, true, 255)));

    static final List<Envelope> ENVELOPES = List.of(
            Envelope.NONE,
            of(OUTER_V4),
            of(OUTER_V6),
            of(OUTER_V4, OUTER_V6),
            of(OUTER_V4, PLAIN_GRE),
            of(OUTER_V6, FULL_GRE),
            of(OUTER_V4, FULL_GRE, OUTER_V6, PLAIN_GRE),
            of(OUTER_V4, PLAIN_GRE, LABELS),
            of(OUTER_V6, LABELS),
            new Envelope(List.of(), Optional.of(new Ports(7, TUNNEL))),
            new Envelope(List.of(OUTER_V4, PLAIN_GRE), Optional.of(new Ports(TUNNEL, TUNNEL))));

    private static boolean isTunnel(Ports ports) {
        return ports.destination() == TUNNEL;
    }

    private static Ip ip(String source, String destination) {
        return new Ip(IpAddress.parse(source), IpAddress.parse(destination), 0, 64, 0);
    }

    private static Envelope of(Outer... headers) {
        return new Envelope(List.of(headers), Optional.empty());
    }

    private static MemorySegment segment(Ip ip) throws CannotBeSent {
        Segment segment = new Segment(new Ports(40_000, 8080), 1, 2, new FlagSet(FlagSet.ACK), 100, 0, List.of(), 333);
        return new Packet(ip, segment).write();
    }

    @ParameterizedTest
    @FieldSource("ENVELOPES")
    void whatIsPutInIsTakenOut(Envelope envelope) throws Exception {
        for (Ip ip : List.of(V4, V6)) {
            MemorySegment plain = segment(ip);
            Envelope.Opened opened = Envelope.open(envelope.around(plain), EnvelopeTest::isTunnel);
            assertThat(bytes(opened.packet())).isEqualTo(bytes(plain));
            assertThat(opened.envelope().tunnel()).isEqualTo(envelope.tunnel());
        }
    }

    @ParameterizedTest
    @FieldSource("ENVELOPES")
    void takesAsManyBytesAsItSays(Envelope envelope) throws Exception {
        MemorySegment plain = segment(V4);
        assertThat(envelope.around(plain).byteSize()).isEqualTo(plain.byteSize() + envelope.length());
    }

    @ParameterizedTest
    @FieldSource("ENVELOPES")
    void theCoreTakesEachHeaderOfIpAndTheSegmentInside(Envelope envelope) throws Exception {
        MemorySegment whole = envelope.around(segment(V6));
        IpHeader header = IpHeader.parse(whole);
        assertThat((long) header.totalLength()).isEqualTo(whole.byteSize());
        IpHeader inner =
                IpHeader.parse(Envelope.open(whole, EnvelopeTest::isTunnel).packet());
        MemorySegment body =
                Envelope.open(whole, EnvelopeTest::isTunnel).packet().asSlice(inner.headerLength());
        assertThat(TcpSegment.parse(body, inner.source(), inner.destination()).sourcePort())
                .isEqualTo(40_000);
    }

    @ParameterizedTest
    @FieldSource("ENVELOPES")
    void whatIsCutOffCannotBeReadOrIsShorter(Envelope envelope) throws Exception {
        MemorySegment whole = envelope.around(segment(V4));
        for (long length = 0; length < whole.byteSize(); length++) {
            assertThat(readable(whole.asSlice(0, length))).isLessThan(whole.byteSize() - envelope.length());
        }
    }

    @ParameterizedTest
    @FieldSource("ENVELOPES")
    void mutatedBytesNeverThrowSomethingElse(Envelope envelope) throws Exception {
        long seed = System.nanoTime();
        System.out.println("EnvelopeTest.mutatedBytesNeverThrowSomethingElse: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = bytes(envelope.around(segment(V4)));
        for (int round = 0; round < 5_000; round++) {
            byte[] mutated = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutated[random.nextInt(Math.min(mutated.length, 100))] = (byte) random.nextInt();
            }
            MemorySegment packet = MemorySegment.ofArray(mutated);
            assertThat(readable(packet)).as("seed %s", seed).isLessThanOrEqualTo(mutated.length);
        }
    }

    /** How much is inside; 0 if it cannot be read. What is inside is read too. */
    private static long readable(MemorySegment packet) {
        try {
            Packet.read(packet, EnvelopeTest::isTunnel);
            return Envelope.open(packet, EnvelopeTest::isTunnel).packet().byteSize();
        } catch (CannotBeRead broken) {
            return 0;
        }
    }

    @Test
    void aChecksumOfGreHolds() throws Exception {
        MemorySegment whole = of(OUTER_V4, FULL_GRE).around(segment(V4));
        byte[] gre = bytes(whole.asSlice(20));
        assertThat(Ip.checksum(0L, gre)).isZero();
        gre[30] ^= 1;
        MemorySegment.copy(MemorySegment.ofArray(gre), 0, whole, 20, gre.length);
        assertThatThrownBy(() -> Envelope.open(whole, EnvelopeTest::isTunnel)).hasMessageContaining("GRE");
    }

    @Test
    void aChecksumOfGreThatIsWrittenIsSent() throws Exception {
        Gre wrong = new Gre(Gre.CHECKSUM_PRESENT, OptionalInt.of(0x1234), 0, 0, 0);
        MemorySegment whole = of(OUTER_V4, wrong).around(segment(V4));
        assertThat(bytes(whole.asSlice(24, 2))).containsExactly(0x12, 0x34);
        assertThatThrownBy(() -> Envelope.open(whole, EnvelopeTest::isTunnel)).isInstanceOf(CannotBeRead.class);
    }

    @Test
    void anotherVersionOfGreCannotBeRead() throws Exception {
        MemorySegment whole =
                of(OUTER_V4, new Gre(1, OptionalInt.empty(), 0, 0, 0)).around(segment(V4));
        assertThatThrownBy(() -> Envelope.open(whole, EnvelopeTest::isTunnel)).hasMessageContaining("GRE");
    }

    @Test
    void inUdpTheSegmentHasNoChecksumOfItsOwn() throws Exception {
        Envelope udp = new Envelope(List.of(), Optional.of(new Ports(7, TUNNEL)));
        for (Ip ip : List.of(V4, V6)) {
            MemorySegment whole = udp.around(segment(ip));
            IpHeader header = IpHeader.parse(whole);
            assertThat(header.protocol()).isEqualTo(17);
            byte[] body = bytes(whole.asSlice(header.headerLength()));
            assertThat(ip.checksum(17, body)).isZero();
            assertThat(body[8 + 16]).isZero();
            assertThat(body[8 + 17]).isZero();
        }
    }

    @Test
    void aBrokenDatagramIsNotOpened() throws Exception {
        MemorySegment whole = new Envelope(List.of(), Optional.of(new Ports(7, TUNNEL))).around(segment(V4));
        whole.set(ValueLayout.JAVA_BYTE, whole.byteSize() - 1, (byte) 1);
        assertThatThrownBy(() -> Envelope.open(whole, EnvelopeTest::isTunnel)).hasMessageContaining("UDP");
    }

    @Test
    void otherPortsOfUdpAreLeftAlone() throws Exception {
        MemorySegment whole = new Envelope(List.of(), Optional.of(new Ports(7, 8))).around(segment(V4));
        assertThat(Envelope.open(whole, EnvelopeTest::isTunnel).envelope()).isEqualTo(Envelope.NONE);
    }

    @Test
    void whatIsInUdpIsASegment() {
        assertThatThrownBy(() -> new Packet(
                                new Envelope(List.of(), Optional.of(new Ports(7, TUNNEL))),
                                V4,
                                new Datagram(new Ports(1, 2), 10))
                        .write())
                .isInstanceOf(CannotBeSent.class);
    }

    @Test
    void theOutermostHeaderIsOfIp() {
        assertThatThrownBy(() -> of(PLAIN_GRE).around(segment(V4))).isInstanceOf(CannotBeSent.class);
        assertThatThrownBy(() -> of(OUTER_V4, PLAIN_GRE, PLAIN_GRE).around(segment(V4)))
                .isInstanceOf(CannotBeSent.class);
    }

    @Test
    void whatIsTooLargeCannotBeSent() {
        assertThatThrownBy(() -> new Packet(V4, new Datagram(new Ports(1, 2), 65_535)).write())
                .isInstanceOf(CannotBeSent.class);
        assertThatThrownBy(() -> of(OUTER_V4).around(new Packet(V4, new Datagram(new Ports(1, 2), 65_500)).write()))
                .isInstanceOf(CannotBeSent.class);
    }

    @Test
    void theMirroredOneHasItsEndsTurnedAbout() {
        Envelope envelope = new Envelope(List.of(OUTER_V4, FULL_GRE, LABELS), Optional.of(new Ports(7, TUNNEL)));
        Envelope mirrored = envelope.mirrored();
        assertThat(mirrored.headers().getFirst()).isEqualTo(ip("198.18.0.1", "198.18.0.2"));
        assertThat(mirrored.headers().get(1)).isInstanceOfSatisfying(Gre.class, gre -> {
            assertThat(gre.key()).isEqualTo(0xfeed_beef);
            assertThat(gre.flags()).isEqualTo(0xb000);
        });
        assertThat(mirrored.udp()).contains(new Ports(TUNNEL, 7));
        assertThat(mirrored.mirrored().tunnel()).isEqualTo(envelope.tunnel());
    }

    private static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }
}
