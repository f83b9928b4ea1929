package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Received;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** RECEIVE, as the wire shows it. */
@Timeout(60)
class ReceiveWireTest {
    /** Unpushed data never becomes old enough. */
    private static final StreamOptions PATIENT = StreamOptions.DEFAULT
            .withBuffers(4000, 4000)
            .withWaits(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(60));

    // ---- What completes a receive

    @Test
    void completesWithUrgentDataThatWasThereBeforeItsPointer() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT);
            Call<Received> receive = Call.of(stream::receive).waits();
            peer.send(TcpFlags.ACK, "urgent");
            Eventually.unread(stream, 6);
            receive.waits();
            peer.send(TcpFlags.ACK.with(TcpFlags.URG), "", 4);
            assertThat(text(receive.get())).isEqualTo("urgent");
        }
    }

    // ---- Buffers

    @Test
    void letsThePeerHaveNoMoreOutstandingThanTheBufferHolds() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT.withBuffers(1000, 1000));
            peer.send(TcpFlags.ACK, letters(600));
            assertThat(peer.next().segment().window()).isEqualTo(400);
            peer.send(TcpFlags.ACK, letters(600));
            RawPeer.Packet full = peer.next();
            assertThat(full.segment().window()).isZero();
            assertThat(stream.status().sequence().unreadBytes()).isEqualTo(1000);
            assertThat(stream.status().windows().receive()).isZero();
            assertThat(stream.status().counters().beyondWindowBytesIn()).isEqualTo(200);
            assertThat(text(stream.receive(ByteBuffer.allocate(100), HostPair.SOON)))
                    .isEqualTo(letters(100));
            // RFC 9293 §3.8.6.2.2: too little room to be worth telling.
            assertThat(stream.status().windows().receive()).isZero();
            stream.receive(ByteBuffer.allocate(500), HostPair.SOON);
            RawPeer.Packet open = peer.next();
            assertThat(open.segment().ack()).isEqualTo(full.segment().ack());
            assertThat(open.segment().window()).isEqualTo(600);
        }
    }
}
