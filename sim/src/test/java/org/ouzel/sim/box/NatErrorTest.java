package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.NatFixture.EXTERNAL;
import static org.ouzel.sim.box.NatFixture.HOST;
import static org.ouzel.sim.box.NatFixture.HTTP;
import static org.ouzel.sim.box.NatFixture.PORT;
import static org.ouzel.sim.box.NatFixture.SERVER;
import static org.ouzel.sim.box.Packets.segment;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.QuotedSegment;
import org.ouzel.core.wire.TcpFlags;

/** ICMP errors through a translator: they reach whom they are for, about what that one has sent (RFC 5508 §4). */
class NatErrorTest {
    private static final String ROUTER = "192.0.2.254";
    private static final int TOO_BIG = 4;
    private static final int MTU = 1280;

    /** A quotation that ends in the middle of TCP's checksum. */
    private static final int HALF_A_CHECKSUM = 37;

    private final NatFixture net = new NatFixture(NatSettings.DEFAULT);

    private static MemorySegment error(String from, String to, MemorySegment quoted) {
        IcmpMessage message = new IcmpMessage(false, 3, TOO_BIG, MTU, Payload.of(quoted));
        return Packets.icmp(IpAddress.parse(from), IpAddress.parse(to), Packets.FIELDS, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 31, 36, 37, 38, 39, 40, 60, 140})
    void anErrorFromOutsideQuotesWhatTheHostHasSent(int quoted) {
        net.established();
        byte[] data = Packets.data(100);
        MemorySegment sent = Packets.tcp(HOST, SERVER, segment(PORT, HTTP, TcpFlags.ACK, 101, 501, data));
        net.nat.inside().packet(Packets.copy(sent));
        MemorySegment out = net.atServer.one();
        net.nat.outside().packet(error(ROUTER, EXTERNAL, out.asSlice(0, quoted)));
        MemorySegment in = net.atHost.one();
        assertThat(Packets.ip(in).source()).hasToString(ROUTER);
        assertThat(Packets.ip(in).destination()).hasToString(HOST);
        IcmpMessage message = Packets.icmp(in);
        assertThat(message.code()).isEqualTo(TOO_BIG);
        assertThat(message.rest()).isEqualTo(MTU);
        // As it was before the translator, checksums included, but for half a checksum: nothing can be made of that.
        int legible = quoted == HALF_A_CHECKSUM ? quoted - 1 : quoted;
        assertThat(message.body().length()).isEqualTo(quoted);
        assertThat(message.body().slice(0, legible).toByteArray()).isEqualTo(Packets.bytes(sent.asSlice(0, legible)));
        assertThat(QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray())))
                .hasValue(new QuotedSegment(IpAddress.parse(HOST), IpAddress.parse(SERVER), PORT, HTTP, 101));
    }

    @Test
    void anErrorFromInsideQuotesWhatThePeerHasSent() {
        int port = net.established();
        MemorySegment sent =
                Packets.tcp(SERVER, EXTERNAL, segment(HTTP, port, TcpFlags.ACK, 501, 101, Packets.data(9)));
        net.nat.outside().packet(Packets.copy(sent));
        MemorySegment in = net.atHost.one();
        for (String from : new String[] {HOST, "192.168.1.1"}) {
            net.nat.inside().packet(error(from, SERVER, in));
            MemorySegment out = net.atServer.one();
            assertThat(Packets.ip(out).source()).hasToString(EXTERNAL);
            assertThat(Packets.ip(out).destination()).hasToString(SERVER);
            assertThat(Packets.icmp(out).body().toByteArray()).isEqualTo(Packets.bytes(sent));
        }
    }

    @Test
    void anErrorAboutAnEchoIsTranslated() {
        MemorySegment sent = Packets.icmp(HOST, SERVER, Packets.FIELDS, 8, 0x0777_0001, Packets.data(8));
        net.nat.inside().packet(Packets.copy(sent));
        net.nat.outside().packet(error(ROUTER, EXTERNAL, net.atServer.one()));
        assertThat(Packets.icmp(net.atHost.one()).body().toByteArray()).isEqualTo(Packets.bytes(sent));
    }

    @Test
    void anErrorAboutNothingThatWasSentIsDropped() {
        int port = net.established();
        MemorySegment otherPort = Packets.tcp(EXTERNAL, SERVER, segment(port ^ 1, HTTP, TcpFlags.ACK, 101, 501));
        MemorySegment otherPeer = Packets.tcp(EXTERNAL, ROUTER, segment(port, HTTP, TcpFlags.ACK, 101, 501));
        MemorySegment otherSource = Packets.tcp(ROUTER, SERVER, segment(port, HTTP, TcpFlags.ACK, 101, 501));
        MemorySegment fine = Packets.tcp(EXTERNAL, SERVER, segment(port, HTTP, TcpFlags.ACK, 101, 501));
        net.nat.outside().packet(error(ROUTER, EXTERNAL, otherPort));
        net.nat.outside().packet(error(ROUTER, EXTERNAL, otherPeer));
        net.nat.outside().packet(error(ROUTER, EXTERNAL, otherSource));
        for (int length = 0; length < 28; length++) {
            net.nat.outside().packet(error(ROUTER, EXTERNAL, fine.asSlice(0, length)));
        }
        net.nat.inside().packet(error(HOST, SERVER, fine));
        assertThat(net.atHost.isEmpty() && net.atServer.isEmpty()).isTrue();
        assertThat(net.count(Outcome.NO_MAPPING)).isEqualTo(3 + 28 + 1);
        net.nat.outside().packet(error(ROUTER, EXTERNAL, fine));
        assertThat(net.atHost.all()).hasSize(1);
    }

    @Test
    void anErrorWithAWrongChecksumIsDropped() {
        int port = net.established();
        MemorySegment quoted = Packets.tcp(EXTERNAL, SERVER, segment(port, HTTP, TcpFlags.ACK, 101, 501));
        MemorySegment broken = error(ROUTER, EXTERNAL, quoted);
        broken.asByteBuffer().put(27, (byte) 9);
        net.nat.outside().packet(broken);
        assertThat(net.count(Outcome.MALFORMED)).isEqualTo(1);
        assertThat(net.atHost.isEmpty()).isTrue();
    }

    /** RFC 5508 REQ-6, RFC 5382 REQ-10. */
    @Test
    void anErrorNeitherKeepsAMappingNorEndsIt() {
        int port = net.opened();
        MemorySegment quoted = Packets.tcp(EXTERNAL, SERVER, segment(port, HTTP, TcpFlags.SYN, 100, 0));
        long transitory = NatSettings.DEFAULT.transitoryNs();
        net.goTo(transitory - 1);
        net.nat.outside().packet(error(ROUTER, EXTERNAL, Packets.copy(quoted)));
        assertThat(net.atHost.all()).hasSize(1);
        net.goTo(transitory);
        net.nat.outside().packet(error(ROUTER, EXTERNAL, quoted));
        assertThat(net.atHost.isEmpty()).isTrue();
    }
}
