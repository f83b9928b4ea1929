package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;
import static org.ouzel.stack.trial.Texts.receive;
import static org.ouzel.stack.trial.Texts.text;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.CloseReason;
import org.ouzel.Readiness;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** A host whose memory is used up: who wants some waits, nothing is lost, nothing hangs. */
@Timeout(120)
class MemoryBudgetTest {
    private static final long SEED = Long.getLong("ouzel.seed", 9293);
    private static final int STREAMS = 4;
    private static final int BYTES = 200_000;
    private static final Faults FAULTS =
            Faults.NONE.withLoss(0.005).withReordering(0.02).withHeldBack(Duration.ofNanos(50_000));

    @Test
    void letsASendWaitForAPageAndTellsThatThereIsOne() throws Exception {
        try (RawPeer peer = new RawPeer(1)) {
            TcpStream stream = peer.connect(StreamOptions.DEFAULT);
            BlockingQueue<Set<Readiness>> told = new LinkedBlockingQueue<>();
            stream.onReadiness(told::add);
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), "x");
            Eventually.unread(stream, 1);
            assertThat(stream.trySend(bytes("y"))).isZero();
            assertThat(stream.readiness()).doesNotContain(Readiness.SEND);
            Call<Boolean> send = Call.run(() -> stream.send(bytes("z"))).waits();
            told.clear();
            assertThat(text(stream.receive())).isEqualTo("x");
            send.get();
            assertThat(peer.nextText().text()).isEqualTo("z");
            peer.send(TcpFlags.ACK);
            Set<Readiness> ready = Set.of();
            while (!ready.contains(Readiness.SEND)) {
                ready = told.poll(20, TimeUnit.SECONDS);
                assertThat(ready).as("readiness").isNotNull();
            }
        }
    }

    @Test
    void givesUpWhatCameOutOfOrderForWhatIsMissingBeforeIt() throws Exception {
        try (RawPeer peer = new RawPeer(PagePool.PAGE_BYTES)) {
            TcpStream stream = peer.connect(StreamOptions.DEFAULT);
            String all = letters(PagePool.PAGE_BYTES + 100);
            peer.skip(PagePool.PAGE_BYTES);
            peer.send(TcpFlags.ACK, all.substring(PagePool.PAGE_BYTES));
            peer.next(segment -> segment.sequenceLength() == 0);
            peer.skip(-all.length());
            for (int at = 0; at < PagePool.PAGE_BYTES; at += 1024) {
                peer.send(TcpFlags.ACK, all.substring(at, at + 1024));
            }
            // The first position is 1: the page ends one byte before the text does.
            assertThat(receive(stream, PagePool.PAGE_BYTES - 1)).isEqualTo(all.substring(0, PagePool.PAGE_BYTES - 1));
            peer.skip(-1);
            peer.send(TcpFlags.ACK.with(TcpFlags.PSH), all.substring(PagePool.PAGE_BYTES - 1));
            assertThat(receive(stream, 101)).isEqualTo(all.substring(PagePool.PAGE_BYTES - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "3, 1000", "1000, 3", "2, 4"})
    void carriesEverythingThroughHostsOfFewPages(int clientPages, int serverPages) throws Exception {
        MemoryLink.Wire wire = MemoryLink.wire(9000);
        try (StackHost client = host("198.18.0.1/24", new FaultyLink(wire.left(), FAULTS, SEED), clientPages);
                StackHost server = host("198.18.0.2/24", new FaultyLink(wire.right(), FAULTS, SEED + 1), serverPages);
                TcpListener listener = server.listen(new InetSocketAddress(7), STREAMS)) {
            String all = letters(BYTES);
            List<Call<Boolean>> halves = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                TcpStream stream = client.newStream();
                stream.activeOpen(new InetSocketAddress("198.18.0.2", 7));
                halves.add(Call.run(() -> stream.sendAcknowledged(bytes(all))));
                TcpStream accepted = listener.accept(HostPair.SOON);
                halves.add(Call.run(() -> assertThat(receive(accepted, BYTES)).isEqualTo(all)));
            }
            for (Call<Boolean> half : halves) {
                half.get();
            }
            assertThat(client.counters()).containsEntry("pages.lent", 0L);
            assertThat(server.counters()).containsEntry("pages.lent", 0L);
            assertThat(refused(client) + refused(server)).isPositive();
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + SEED, failure);
        }
    }

    @Test
    void takesNoMemoryForABufferThatIsNotUsed() throws Exception {
        StreamOptions large =
                StreamOptions.DEFAULT.withBuffers(StreamOptions.MAX_BUFFER_BYTES, StreamOptions.MAX_BUFFER_BYTES);
        try (TwoHosts hosts = TwoHosts.onAGoodWire()) {
            HostPair.Streams streams = hosts.connect(large);
            assertThat(hosts.client().counters()).containsEntry("pages.lent", 0L);
            streams.client().sendAcknowledged(ByteBuffer.allocate(1_000_000));
            assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(1_000_000);
            assertThat(hosts.server().counters().get("pages.lent")).isBetween(61L, 63L);
        }
    }

    @Test
    void givesBackThePagesOfAStreamThatNobodyCanReadAnyMore() throws Exception {
        try (TwoHosts hosts = TwoHosts.onAGoodWire()) {
            leaveUnread(hosts);
            assertThat(hosts.client().counters()).containsEntry("pages.lent", 1L);
            Eventually.holds(
                    () -> {
                        System.gc();
                        return hosts.client().counters().getOrDefault("pages.lent", -1L) == 0;
                    },
                    () -> hosts.client().counters().toString());
        }
    }

    private static void leaveUnread(TwoHosts hosts) throws Exception {
        HostPair.Streams streams = hosts.connect();
        try (TcpStream client = streams.client();
                TcpStream server = streams.server()) {
            client.startClose();
            assertThat(server.receive().isEnd()).isTrue();
            server.sendAcknowledged(bytes("unread"));
        }
        Eventually.ended(streams.client());
        assertThat(streams.client().closeReason()).contains(new CloseReason.Graceful());
    }

    private static long refused(StackHost host) {
        return host.counters().getOrDefault("pages.refused", 0L);
    }

    private static StackHost host(String address, FaultyLink link, int pages) {
        return StackHost.builder()
                .name(address)
                .link(link, address)
                .memory((long) pages * PagePool.PAGE_BYTES)
                .open();
    }
}
