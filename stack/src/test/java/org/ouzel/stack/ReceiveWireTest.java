package org.ouzel.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.text;

import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Received;
import org.ouzel.StreamEndedException;
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

    // ---- Where it puts what comes

    private static Call<Received> receive(TcpStream stream, ByteBuffer into) throws Exception {
        return Call.of(() -> stream.receive(into, HostPair.SOON)).waits();
    }

    @Test
    void hasItInItsBufferBeforeItCompletes() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT);
            ByteBuffer into = ByteBuffer.allocate(100);
            Call<Received> receive = receive(stream, into.position(10));
            peer.send(TcpFlags.ACK, letters(20));
            Eventually.unread(stream, 20);
            receive.waits();
            assertThat(US_ASCII.decode(into.duplicate().limit(30)).toString()).isEqualTo(letters(20));
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "!");
            assertThat(text(receive.get())).isEqualTo(letters(20) + "!");
            assertThat(into.position()).isEqualTo(31);
        }
    }

    @Test
    void leavesAllToTheNextIfItIsInterrupted() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT);
            Call<Received> receive = receive(stream, ByteBuffer.allocateDirect(100));
            peer.send(TcpFlags.ACK, letters(20));
            Eventually.unread(stream, 20);
            receive.interrupt();
            assertThat(receive.failure()).isInstanceOf(InterruptedIOException.class);
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "!");
            assertThat(text(stream.receive(HostPair.SOON))).isEqualTo(letters(20) + "!");
        }
    }

    @Test
    void doesNotWriteToMemoryThatIsOneThreadsOwn() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT);
            Call<String> receive = Call.of(() -> {
                        try (Arena arena = Arena.ofConfined()) {
                            return text(stream.receive(arena.allocate(100).asByteBuffer(), HostPair.SOON));
                        }
                    })
                    .waits();
            peer.send(TcpFlags.ACK, letters(20));
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "!");
            assertThat(receive.get()).isEqualTo(letters(20) + "!");
        }
    }

    @Test
    void losesTheConnectionIfWhatItHadIsGoneWithItsMemory() throws Exception {
        try (RawPeer peer = new RawPeer()) {
            TcpStream stream = peer.connect(PATIENT);
            Call<Received> receive;
            try (Arena arena = Arena.ofShared()) {
                receive = receive(stream, arena.allocate(100).asByteBuffer());
                peer.send(TcpFlags.ACK, letters(20));
                Eventually.unread(stream, 20);
            }
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "!");
            assertThat(receive.failure()).isInstanceOf(IllegalStateException.class);
            peer.next(segment -> segment.has(TcpFlags.RST));
            assertThatThrownBy(() -> stream.receive(HostPair.SOON)).isInstanceOf(StreamEndedException.class);
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
