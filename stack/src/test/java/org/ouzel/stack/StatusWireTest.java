package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Eventually;

/** STATUS, in every state and after the end; and the options, as the wire shows them. */
@Timeout(60)
class StatusWireTest {
    private static final TcpFlags FIN = TcpFlags.ACK.with(TcpFlags.FIN);

    /** TIME-WAIT is to last until somebody has looked, however busy the machine is. */
    private static final Duration LIFETIME = Duration.ofSeconds(2);

    private final RawPeer peer = new RawPeer(1 << 20, LIFETIME);

    @AfterEach
    void end() {
        peer.close();
    }

    @Test
    void tellsTheStatesOfAPassiveOpenAndACloseAfterThePeer() throws Exception {
        TcpStream stream = peer.host.newStream();
        stream.passiveOpen(RawPeer.HOST_PORT);
        Eventually.is(stream, TcpState.LISTEN);
        assertThat(stream.status().local().orElseThrow().getPort()).isEqualTo(RawPeer.HOST_PORT);
        assertThat(stream.status().remote()).isEmpty();
        peer.request();
        Eventually.is(stream, TcpState.SYN_RECEIVED);
        assertThat(stream.status().remote()).contains(RawPeer.address());
        peer.send(TcpFlags.ACK, "abc");
        Eventually.is(stream, TcpState.ESTABLISHED);
        peer.send(FIN);
        Eventually.is(stream, TcpState.CLOSE_WAIT);
        stream.startClose();
        Eventually.is(stream, TcpState.LAST_ACK);
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        Eventually.is(stream, TcpState.CLOSED);
        TcpStatus last = stream.status();
        assertThat(last.local()).contains(new InetSocketAddress("198.18.0.1", RawPeer.HOST_PORT));
        assertThat(last.remote()).contains(RawPeer.address());
        assertThat(last.counters().bytesIn()).isEqualTo(3);
        assertThat(last.sequence().unreadBytes()).isEqualTo(3);
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
        stream.passiveOpen(8);
        assertThat(stream.closeReason()).isEmpty();
        assertThat(stream.status().remote()).isEmpty();
        assertThat(stream.status().counters().bytesIn()).isZero();
    }

    @Test
    void tellsTheStatesOfAnActiveOpenAndACloseBeforeThePeer() throws Exception {
        TcpStream stream = peer.host.newStream();
        stream.startActiveOpen(ActiveOpen.to(RawPeer.address()));
        Eventually.is(stream, TcpState.SYN_SENT);
        assertThat(stream.status().remote()).contains(RawPeer.address());
        assertThat(stream.localAddress()).isEqualTo(stream.status().local()).isPresent();
        RawPeer.Packet syn = peer.next();
        peer.send(TcpFlags.SYN_ACK);
        stream.awaitOpen();
        Eventually.is(stream, TcpState.ESTABLISHED);
        assertThat(stream.status().windows().receiveBufferBytes())
                .isEqualTo(StreamOptions.DEFAULT.buffers().receiveBytes());
        assertThat(stream.status().windows().sendBufferBytes())
                .isEqualTo(StreamOptions.DEFAULT.buffers().sendBytes());
        stream.send(bytes("abcd"));
        TcpStatus.Sequence sequence = stream.status().sequence();
        assertThat(sequence.sndUna())
                .isEqualTo(Integer.toUnsignedLong(syn.segment().seq() + 1));
        assertThat(sequence.sndNxt())
                .isEqualTo(Integer.toUnsignedLong(syn.segment().seq() + 5));
        assertThat(sequence.unacknowledgedBytes()).isEqualTo(4);
        stream.startClose();
        Eventually.is(stream, TcpState.FIN_WAIT_1);
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        Eventually.is(stream, TcpState.FIN_WAIT_2);
        peer.send(FIN);
        Eventually.is(stream, TcpState.TIME_WAIT);
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
        assertThat(stream.status().counters().bytesAcknowledged()).isEqualTo(4);
        Eventually.is(stream, TcpState.CLOSED);
        assertThat(stream.status().counters().bytesAcknowledged()).isEqualTo(4);
        assertThat(stream.remoteAddress()).contains(RawPeer.address());
    }

    @Test
    void tellsOfASimultaneousClose() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.startClose();
        Eventually.is(stream, TcpState.FIN_WAIT_1);
        peer.send(FIN);
        Eventually.is(stream, TcpState.CLOSING);
        assertThat(stream.receive().isEnd()).isTrue();
        peer.next(segment -> segment.has(TcpFlags.FIN));
        peer.send(TcpFlags.ACK);
        stream.close();
        Eventually.is(stream, TcpState.CLOSED);
    }

    @Test
    @Tag("MUST-48")
    @Tag("MUST-49")
    @Tag("SHLD-21")
    @Tag("SHLD-22")
    void showsTheFieldsOfTheIpHeaderAndChangesTheTypeOfService() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withIpHeader(0x28, 7, false));
        stream.send(bytes("first"));
        RawPeer.Packet first = peer.nextText();
        assertThat(first.typeOfService()).isEqualTo(0x28);
        assertThat(first.ip().timeToLive()).isEqualTo(7);
        assertThat(first.dontFragment()).isFalse();
        peer.send(TcpFlags.ACK);
        stream.setTypeOfService(0xb8);
        assertThat(stream.status().settings().typeOfService()).isEqualTo(0xb8);
        stream.flush();
        stream.send(bytes("second"));
        assertThat(peer.next(segment -> segment.payload().length() == 6).typeOfService())
                .isEqualTo(0xb8);
        stream.abort();
        RawPeer.Packet reset = peer.next(segment -> segment.has(TcpFlags.RST));
        assertThat(reset.typeOfService()).isEqualTo(0xb8);
        assertThat(reset.ip().timeToLive()).isEqualTo(7);
    }

    @Test
    @Tag("SHLD-8")
    void keepsTheLastTwoBitsOfTheTypeOfServiceForEcn() throws Exception {
        TcpStream plain = peer.connect(StreamOptions.DEFAULT.withIpHeader(0x2b, 64, true));
        plain.send(bytes("plain"));
        assertThat(peer.nextText().typeOfService()).isEqualTo(0x28);
        assertThat(plain.status().ecn()).isEqualTo(TcpStatus.Ecn.NONE);
        plain.abort();
    }

    @Test
    void sendsDataAsThatOfAnEcnCapableTransportToWhoHasAskedForIt() throws Exception {
        TcpStream stream = peer.host.newStream(StreamOptions.DEFAULT.withIpHeader(0x2b, 64, true));
        stream.passiveOpen(RawPeer.HOST_PORT);
        peer.send(TcpFlags.SYN.with(TcpFlags.ECE).with(TcpFlags.CWR));
        RawPeer.Packet answer = peer.next(segment -> segment.has(TcpFlags.SYN_ACK));
        assertThat(answer.has(TcpFlags.ECE)).isTrue();
        assertThat(answer.typeOfService()).isEqualTo(0x28);
        peer.send(TcpFlags.ACK);
        stream.awaitOpen();
        stream.send(bytes("marked"));
        assertThat(peer.nextText().typeOfService()).isEqualTo(0x2a);
        assertThat(stream.status().ecn().agreed()).isTrue();
        assertThat(stream.status().settings().typeOfService()).isEqualTo(0x2b);
        stream.abort();
    }

    @Test
    void forbidsFragmentsUnlessToldOtherwise() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        stream.send(bytes("x"));
        RawPeer.Packet packet = peer.nextText();
        assertThat(packet.dontFragment()).isTrue();
        assertThat(packet.typeOfService()).isZero();
        assertThat(packet.ip().timeToLive()).isEqualTo(64);
    }

    @Test
    @Tag("MUST-24")
    @Tag("MUST-27")
    @Tag("SHLD-12")
    void probesAPeerThatIsSilentAndKeepsOneThatAnswers() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withKeepAlive(Duration.ofMillis(20)));
        long sndNxt = stream.status().sequence().sndNxt();
        for (int i = 0; i < 3; i++) {
            RawPeer.Packet probe = peer.next();
            // RFC 9293 §3.8.4: SEG.SEQ = SND.NXT-1
            assertThat(Integer.toUnsignedLong(probe.segment().seq() + 1)).isEqualTo(sndNxt);
            assertThat(probe.segment().sequenceLength()).isZero();
            peer.send(TcpFlags.ACK);
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
    }
}
