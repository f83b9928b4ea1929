package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ouzel.sim.box.NatFixture.EXTERNAL;
import static org.ouzel.sim.box.NatFixture.HOST;
import static org.ouzel.sim.box.NatFixture.HTTP;
import static org.ouzel.sim.box.NatFixture.PORT;
import static org.ouzel.sim.box.NatFixture.SERVER;
import static org.ouzel.sim.box.Packets.segment;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** Segments and echoes through a translator. */
class NatTest {
    private final NatFixture net = new NatFixture(NatSettings.DEFAULT);

    @Test
    void aSegmentGoesOutUnderTheExternalAddressAndItsAnswerComesBack() {
        byte[] data = Packets.data(77);
        int port = net.opened();
        assertThat(port).isBetween(1024, 65_535).isNotEqualTo(PORT);

        net.answer(port, TcpFlags.SYN_ACK, 500, 101);
        assertThat(Packets.bytes(net.atHost.one()))
                .isEqualTo(Packets.bytes(Packets.tcp(SERVER, HOST, segment(HTTP, PORT, TcpFlags.SYN_ACK, 500, 101))));
        assertThat(Packets.bytes(net.out(TcpFlags.ACK, 101, 501, data)))
                .isEqualTo(Packets.bytes(
                        Packets.tcp(EXTERNAL, SERVER, segment(port, HTTP, TcpFlags.ACK, 101, 501, data))));
        assertThat(net.in(port, TcpFlags.ACK, 501, 178, data).payload().toByteArray())
                .isEqualTo(data);
        assertThat(net.count(Outcome.CHANGED)).isEqualTo(4);
    }

    /** RFC 1624 against a sum made anew, for any addresses, ports and data. */
    @Test
    void checksumsAreAsIfSummedAnew() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2000; round++) {
            String host = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
            String server = "198.51.100." + random.nextInt(1, 255);
            int hostPort = random.nextInt(1, 65_536);
            byte[] data = new byte[random.nextInt(40)];
            random.nextBytes(data);
            TcpSegment syn = segment(hostPort, 80, TcpFlags.SYN, random.nextInt(), 0, data);
            net.nat.inside().packet(Packets.tcp(host, server, syn));
            MemorySegment out = net.atServer.one();
            int port = Packets.tcp(out).sourcePort();
            TcpSegment same = segment(port, 80, TcpFlags.SYN, syn.seq(), 0, data);
            assertThat(Packets.bytes(out))
                    .as("seed %d", seed)
                    .isEqualTo(Packets.bytes(Packets.tcp(EXTERNAL, server, same)));
        }
    }

    @Test
    void aWrongChecksumStaysWrong() {
        net.established();
        MemorySegment packet = Packets.tcp(HOST, SERVER, segment(PORT, HTTP, TcpFlags.ACK, 101, 501, (byte) 1));
        packet.asByteBuffer().put(40, (byte) 2);
        net.nat.inside().packet(packet);
        MemorySegment out = net.atServer.one().asSlice(20);
        assertThatExceptionOfType(MalformedPacket.class)
                .isThrownBy(() -> TcpSegment.parse(out, IpAddress.parse(EXTERNAL), IpAddress.parse(SERVER)));
    }

    @Test
    void anInsideEndKeepsItsPortWhoeverThePeerIs() {
        int port = net.opened();
        for (String peer : List.of("198.51.100.81", "192.0.2.5")) {
            net.nat.inside().packet(Packets.tcp(HOST, peer, segment(PORT, 443, TcpFlags.SYN, 1, 0)));
            assertThat(Packets.tcp(net.atServer.one()).sourcePort()).isEqualTo(port);
        }
        net.nat.inside().packet(Packets.tcp(HOST, SERVER, segment(PORT + 1, HTTP, TcpFlags.SYN, 1, 0)));
        net.nat.inside().packet(Packets.tcp("192.168.1.11", SERVER, segment(PORT, HTTP, TcpFlags.SYN, 1, 0)));
        assertThat(net.atServer.all().stream().map(packet -> Packets.tcp(packet).sourcePort()))
                .doesNotContain(port)
                .doesNotHaveDuplicates();
    }

    @Test
    void onlyAPeerThatWasSentToMayAnswer() {
        int port = net.established();
        net.nat.outside().packet(Packets.tcp("198.51.100.81", EXTERNAL, segment(HTTP, port, TcpFlags.SYN, 1, 0)));
        net.nat.outside().packet(Packets.tcp(SERVER, EXTERNAL, segment(HTTP + 1, port, TcpFlags.RST, 501, 0)));
        net.nat.outside().packet(Packets.tcp(SERVER, EXTERNAL, segment(HTTP, port ^ 1, TcpFlags.ACK, 501, 0)));
        net.nat.outside().packet(Packets.tcp(SERVER, HOST, segment(HTTP, PORT, TcpFlags.ACK, 501, 0)));
        assertThat(net.atHost.isEmpty() && net.atServer.isEmpty()).isTrue();
        assertThat(net.count(Outcome.NO_MAPPING)).isEqualTo(3);
        assertThat(net.count(Outcome.UNWANTED)).isEqualTo(1);
    }

    /** RFC 5382 REQ-2. */
    @Test
    void letsSimultaneousOpensThrough() {
        int port = net.opened();
        assertThat(net.in(port, TcpFlags.SYN, 900, 0).has(TcpFlags.SYN)).isTrue();
        assertThat(Packets.tcp(net.out(TcpFlags.SYN_ACK, 100, 901)).ack()).isEqualTo(901);
    }

    @Test
    void straysAreAnsweredByResetsOnRequest() {
        NatFixture resetting = new NatFixture(NatSettings.DEFAULT.withResets());
        resetting.answer(5000, TcpFlags.SYN, 900, 0);
        MemorySegment toServer = resetting.atServer.one();
        assertThat(Packets.ip(toServer).source()).hasToString(EXTERNAL);
        assertThat(Packets.tcp(toServer)).hasToString("5000 > 80: RA seq 0 ack 901 win 0 len 0");
        resetting.send(TcpFlags.ACK, 77, 88, (byte) 1);
        MemorySegment toHost = resetting.atHost.one();
        assertThat(Packets.ip(toHost).source()).hasToString(SERVER);
        assertThat(Packets.tcp(toHost)).hasToString("80 > 40000: R seq 88 win 0 len 0");
        resetting.answer(5000, TcpFlags.RST, 900, 0);
        assertThat(resetting.atHost.isEmpty() && resetting.atServer.isEmpty()).isTrue();
    }

    @Test
    void onlyASynBeginsAConnectionUnlessItPicksUp() {
        net.send(TcpFlags.ACK, 1, 2);
        net.send(TcpFlags.SYN_ACK, 1, 2);
        assertThat(net.atServer.isEmpty()).isTrue();
        NatFixture picking = new NatFixture(NatSettings.DEFAULT.withPickingUp());
        int port = Packets.tcp(picking.out(TcpFlags.ACK, 1, 2)).sourcePort();
        assertThat(picking.in(port, TcpFlags.ACK, 2, 1).destinationPort()).isEqualTo(PORT);
        picking.nat.restart();
        picking.send(TcpFlags.RST, 1, 0);
        assertThat(picking.atServer.isEmpty()).isTrue();
    }

    /** RFC 5382 REQ-8. */
    @Test
    void twoInsideEndsMeetUnderTheExternalAddress() {
        NatFixture both = new NatFixture(NatSettings.DEFAULT);
        String other = "192.168.1.20";
        // Each sends to the other's external port, as when they were told by somebody outside.
        int hostPort = both.opened();
        both.nat.inside().packet(Packets.tcp(other, SERVER, segment(7, HTTP, TcpFlags.SYN, 1, 0)));
        int otherPort = Packets.tcp(both.atServer.one()).sourcePort();
        both.nat.inside().packet(Packets.tcp(HOST, EXTERNAL, segment(PORT, otherPort, TcpFlags.SYN, 10, 0)));
        assertThat(both.atHost.isEmpty()).isTrue(); // the other has not sent to it yet
        both.nat.inside().packet(Packets.tcp(other, EXTERNAL, segment(7, hostPort, TcpFlags.SYN, 20, 0)));
        MemorySegment met = both.atHost.one();
        assertThat(Packets.ip(met).source()).hasToString(EXTERNAL);
        assertThat(Packets.ip(met).destination()).hasToString(HOST);
        assertThat(Packets.tcp(met).sourcePort()).isEqualTo(otherPort);
        assertThat(both.atServer.isEmpty()).isTrue();
    }

    @Test
    void echoesAreTranslatedByTheirIdentifiers() {
        byte[] data = Packets.data(31);
        net.nat.inside().packet(Packets.icmp(HOST, SERVER, Packets.FIELDS, 8, 0x0777_0001, data));
        MemorySegment out = net.atServer.one();
        assertThat(Packets.ip(out).source()).hasToString(EXTERNAL);
        int rest = Packets.icmp(out).rest();
        assertThat(rest & 0xffff).isEqualTo(1);
        assertThat(rest >>> 16).isNotEqualTo(0x0777);
        net.nat.outside().packet(Packets.icmp(SERVER, EXTERNAL, Packets.FIELDS, 0, rest, data));
        MemorySegment in = net.atHost.one();
        assertThat(Packets.ip(in).destination()).hasToString(HOST);
        assertThat(Packets.icmp(in).rest()).isEqualTo(0x0777_0001);
        assertThat(Packets.icmp(in).body().toByteArray()).isEqualTo(data);

        net.nat.outside().packet(Packets.icmp(SERVER, EXTERNAL, Packets.FIELDS, 8, rest, data));
        net.nat.inside().packet(Packets.icmp(HOST, SERVER, Packets.FIELDS, 0, 3, data));
        assertThat(net.count(Outcome.NO_MAPPING)).isEqualTo(2);
    }

    @Test
    void portsComeFromTheRangeUntilNoneIsFree() {
        NatFixture narrow = new NatFixture(NatSettings.DEFAULT.withPorts(6000, 6009));
        Set<Integer> given = new HashSet<>();
        for (int port = 1; port <= 11; port++) {
            narrow.nat.inside().packet(Packets.tcp(HOST, SERVER, segment(port, HTTP, TcpFlags.SYN, 1, 0)));
            narrow.atServer
                    .all()
                    .forEach(packet -> given.add(Packets.tcp(packet).sourcePort()));
        }
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(6000, 6009).boxed().toList());
        assertThat(narrow.count(Outcome.NO_PORT)).isEqualTo(1);
        // Echo identifiers are a range of their own.
        narrow.nat.inside().packet(Packets.icmp(HOST, SERVER, Packets.FIELDS, 8, 1));
        assertThat(narrow.atServer.one()).isNotNull();
    }

    @Test
    void theSameSeedGivesTheSamePorts() {
        assertThat(portsOf(1)).isEqualTo(portsOf(1)).isNotEqualTo(portsOf(2));
    }

    private static List<Integer> portsOf(long seed) {
        Kept out = new Kept();
        Nat nat = new Nat(new Timeline(), NatSettings.DEFAULT, EXTERNAL, seed);
        nat.outside().connect(out);
        for (int port = 1; port <= 50; port++) {
            nat.inside().packet(Packets.tcp(HOST, SERVER, segment(port, HTTP, TcpFlags.SYN, 1, 0)));
        }
        return out.all().stream()
                .map(packet -> Packets.tcp(packet).sourcePort())
                .toList();
    }

    @Test
    void ipv6PassesAndWhatCannotBeTranslatedDoesNot() {
        MemorySegment v6 = Packets.tcp("2001:db8::1", "2001:db8::2", segment(1, 2, TcpFlags.SYN, 1, 0));
        byte[] before = Packets.bytes(v6);
        net.nat.inside().packet(Packets.copy(v6));
        assertThat(Packets.bytes(net.atServer.one())).isEqualTo(before);
        net.nat.outside().packet(v6);
        assertThat(Packets.bytes(net.atHost.one())).isEqualTo(before);

        IpAddress host = IpAddress.parse(HOST);
        IpAddress server = IpAddress.parse(SERVER);
        net.nat.inside().packet(Packets.packet(host, server, Packets.FIELDS, 17, 8));
        net.nat.inside().packet(Packets.packet(host, server, Packets.FIELDS, TcpSegment.PROTOCOL, 19));
        net.nat.inside().packet(Packets.packet(host, server, Packets.FIELDS, 1, 7));
        MemorySegment fragment =
                Packets.tcp(HOST, SERVER, new IpFields(0, 64, false, 9), segment(1, 2, TcpFlags.SYN, 1, 0));
        Packet.read(fragment).orElseThrow().word(6, 0x2000, Packet.V4_CHECKSUM);
        net.nat.inside().packet(fragment);
        assertThat(net.count(Outcome.UNWANTED)).isEqualTo(4);
        net.nat.inside().packet(MemorySegment.ofArray(Packets.data(19)));
        assertThat(net.count(Outcome.MALFORMED)).isEqualTo(1);
        assertThat(net.atServer.isEmpty()).isTrue();
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NatSettings.DEFAULT.withPorts(0, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> NatSettings.DEFAULT.withPorts(9, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> NatSettings.DEFAULT.withTcpTimes(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Nat(new Timeline(), NatSettings.DEFAULT, "2001:db8::1", 1));
    }
}
