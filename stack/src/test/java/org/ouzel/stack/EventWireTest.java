package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Events;
import org.ouzel.stack.trial.Eventually;

/** The events of a stream that the wire brings about. */
@Timeout(60)
class EventWireTest {
    private static final StreamEvent ARRIVAL = new StreamEvent.DataArrival();

    private final RawPeer peer = new RawPeer();

    @AfterEach
    void end() {
        peer.close();
    }

    // ---- The end

    @Test
    @Tag("MUST-12")
    void saysThatTheUserTimeoutEndedAConnection() throws Exception {
        TcpStream stream =
                peer.connect(StreamOptions.DEFAULT.withUserTimeout(UserTimeout.abortAfter(Duration.ofMillis(20))));
        Events timeout = Events.of(stream);
        stream.send(bytes("unheard"));
        assertThat(timeout.untilTerminated())
                .containsExactly(new StreamEvent.Terminated(new CloseReason.UserTimeout(Duration.ofMillis(20))));
    }

    // ---- The network's reports

    @Test
    @Tag("MUST-47")
    void reportsTheUserTimeoutAndGoesOn() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        stream.send(bytes("heard late"), UserTimeout.reportAfter(Duration.ofMillis(30)));
        for (int i = 0; i < 3; i++) {
            assertThat(events.next()).isEqualTo(new StreamEvent.UserTimeout());
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        peer.nextText();
        peer.send(TcpFlags.ACK);
        stream.flush();
    }

    @Test
    @Tag("MUST-47")
    @Tag("MUST-54")
    @Tag("MUST-56")
    @Tag("SHLD-25")
    void tellsOfIcmpErrorsAndEndsNoEstablishedConnectionForThem() throws Exception {
        TcpStream stream = peer.connect(StreamOptions.DEFAULT);
        Events events = Events.of(stream);
        stream.send(bytes("lost"));
        RawPeer.Packet lost = peer.nextText();
        int[][] errors = {{3, 0}, {3, 1}, {3, 2}, {3, 3}, {11, 0}, {12, 0}};
        for (int[] error : errors) {
            peer.icmp(error[0], error[1], lost);
            assertThat(events.next())
                    .isInstanceOfSatisfying(StreamEvent.IcmpReceived.class, icmp -> assertThat(icmp.error())
                            .isEqualTo(new IcmpError(
                                    4, error[0], error[1], 0, RawPeer.address().getAddress())));
        }
        assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        peer.send(TcpFlags.ACK);
        stream.flush();
        // RFC 5927 §4.1: what it quotes is not in flight any more.
        peer.icmp(3, 1, lost);
        peer.send(TcpFlags.ACK, "on");
        Eventually.unread(stream, 2);
        assertThat(events.soFar()).containsExactly(ARRIVAL);
    }
}
