package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Datagram;
import org.ouzel.drill.wire.Envelope;
import org.ouzel.drill.wire.Gre;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;

class EdgeTest {
    private static final IpAddress HERE = IpAddress.parse("192.0.2.1");
    private static final IpAddress THERE = IpAddress.parse("192.0.2.2");
    private static final Ports IN = new Ports(5000, 53);

    private final Edge edge = new Edge(Tunnels.NONE, TcpInUdp.UNTOLD);

    private static Ip ip(String from, String to, int tos) {
        return new Ip(IpAddress.parse(from), IpAddress.parse(to), tos, 64, 0);
    }

    private static Ip outer(int tos) {
        return ip("198.18.0.2", "198.18.0.1", tos);
    }

    private static MemorySegment datagram(Envelope around, int tos) throws CannotBeSent {
        return new Packet(around, new Ip(THERE, HERE, tos, 64, 0), new Datagram(IN, 100)).write();
    }

    private static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void whatComesInNothingGoesInNothing() throws Exception {
        MemorySegment in = datagram(Envelope.NONE, 0);
        MemorySegment out = new Packet(new Ip(HERE, THERE, 0, 64, 0), new Datagram(IN.reversed(), 9)).write();

        assertThat(edge.in(in))
                .hasValueSatisfying(plain -> assertThat(bytes(plain)).isEqualTo(bytes(in)));
        assertThat(edge.out(out)).isSameAs(out);
    }

    @Test
    void whatComesInATunnelGoesInIt() throws Exception {
        Gre gre = new Gre(Gre.KEY_PRESENT, OptionalInt.empty(), 0, 7, 0);
        Envelope tunnel = new Envelope(List.of(outer(0), gre), Optional.empty());
        MemorySegment out = new Packet(new Ip(HERE, THERE, 0x10, 64, 0), new Datagram(IN.reversed(), 9)).write();

        assertThat(edge.in(datagram(tunnel, 0))).isPresent();
        Packet sent = Packet.read(edge.out(out));
        assertThat(sent.around())
                .isEqualTo(new Envelope(List.of(ip("198.18.0.1", "198.18.0.2", 0x10), gre), Optional.empty()));
        assertThat(sent.content()).isEqualTo(new Datagram(IN.reversed(), 9));
    }

    /** The whole of figure 4 of RFC 6040: 0 is Not-ECT, 1 is ECT(1), 2 is ECT(0), 3 is CE; -1 is dropped. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "0, 2, 0", "0, 1, 0", "0, 3, -1",
        "2, 0, 2", "2, 2, 2", "2, 1, 1", "2, 3, 3",
        "1, 0, 1", "1, 2, 1", "1, 1, 1", "1, 3, 3",
        "3, 0, 3", "3, 2, 3", "3, 1, 3", "3, 3, 3"
    })
    void ecnIsCombinedWhereATunnelEnds(int inner, int outside, int found) throws Exception {
        Optional<MemorySegment> plain =
                edge.in(datagram(new Envelope(List.of(outer(outside)), Optional.empty()), inner));

        if (found < 0) {
            assertThat(plain).isEmpty();
        } else {
            assertThat(bytes(plain.orElseThrow())).isEqualTo(bytes(datagram(Envelope.NONE, found)));
        }
    }

    @Test
    void numbersOfTunnelsAreComparedModuloTheirSize() throws Exception {
        for (int number : new int[] {-2, -1, 0, 5}) {
            assertThat(edge.in(numbered(number))).as("number %d", number).isPresent();
            assertThat(edge.in(numbered(number))).as("number %d again", number).isEmpty();
        }
        assertThat(edge.in(numbered(-1))).isEmpty();
    }

    private static MemorySegment numbered(int number) throws CannotBeSent {
        Gre gre = new Gre(Gre.SEQUENCE_PRESENT, OptionalInt.empty(), 0, 0, number);
        return datagram(new Envelope(List.of(outer(0), gre), Optional.empty()), 0);
    }

    @Test
    void brokenPacketsThrowNothing() throws Exception {
        long seed = System.nanoTime();
        System.out.println("EdgeTest.brokenPacketsThrowNothing: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = bytes(numbered(1));
        for (int round = 0; round < 5_000; round++) {
            byte[] broken = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            MemorySegment packet = MemorySegment.ofArray(broken).asSlice(0, random.nextInt(broken.length + 1));
            assertThatCode(() -> {
                        edge.in(packet);
                        edge.out(packet);
                    })
                    .as("seed %s", seed)
                    .doesNotThrowAnyException();
        }
    }
}
