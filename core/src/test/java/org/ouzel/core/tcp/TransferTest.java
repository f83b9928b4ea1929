package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpFlags;

/** Data over two connections in virtual time: nothing is lost, whatever the network does. */
class TransferTest {

    /** The byte at a position of a stream: different streams and positions differ. */
    private static byte content(long position) {
        return (byte) (position * 31 + (position >>> 8) * 7 + (position >>> 16));
    }

    private static MemorySegment content(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = content(from + i);
        }
        return MemorySegment.ofArray(bytes);
    }

    /** Sends so many bytes from client to server, closes, and checks each byte and the end. */
    private static void transfer(Pair pair, int total) throws CallRefused {
        MemorySegment into = MemorySegment.ofArray(new byte[8192]);
        long sent = 0;
        long received = 0;
        while (received < total || !pair.server.isAtEnd()) {
            if (sent < total) {
                int chunk = (int) Math.min(5000, total - sent);
                sent += pair.client.write(content(sent, chunk), true, false, pair.now);
                if (sent == total) {
                    pair.client.close(pair.now);
                }
            }
            long seen = received;
            pair.runUntil(() -> pair.server.unreadBytes() > 0
                    || pair.server.isAtEnd()
                    || (pair.client.sendRoom() > 0 && pair.client.state() == State.ESTABLISHED)
                    || pair.server.state() == State.CLOSED);
            while (pair.server.unreadBytes() > 0) {
                int count = pair.server.read(into, pair.now).count();
                for (int i = 0; i < count; i++) {
                    assertThat(into.get(ValueLayout.JAVA_BYTE, i)).isEqualTo(content(received + i));
                }
                received += count;
            }
            assertThat(pair.server.state()).as("after %d bytes", seen).isNotEqualTo(State.CLOSED);
        }
        assertThat(received).isEqualTo(total);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        assertThat(pair.client.bytesAcknowledged()).isEqualTo(total);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void arrivesWholeOverANetworkThatLosesDuplicatesAndReorders(long seed) throws CallRefused {
        Pair pair = new Pair(seed, Pair.SETTINGS);
        pair.faults = new Pair.Faults(0.03 * (seed % 4), 0.05 * (seed % 3), 0.1 * (seed % 5));
        pair.server.passiveOpen(Deadline.NONE);
        pair.client.activeOpen(pair.name, 1500, pair.now);
        pair.runUntil(() -> pair.server.state() == State.ESTABLISHED && pair.client.state() == State.ESTABLISHED);
        transfer(pair, 300_000);
        pair.server.close(pair.now);
        pair.runUntil(() -> pair.client.state() == State.CLOSED && pair.server.state() == State.CLOSED);
        assertThat(pair.client.ending()).contains(new Ending.Graceful());
        assertThat(pair.server.ending()).contains(new Ending.Graceful());
        assertThat(pair.pages.lent()).isZero();
    }

    @Test
    void fillsTheWindowWithoutRetransmissionsWhenNothingIsLost() throws CallRefused {
        Pair pair = Pair.established(1);
        transfer(pair, 1_000_000);
        assertThat(pair.client.status(pair.now).counters().segmentsRetransmitted())
                .isZero();
    }

    @Test
    void recoversFromASingleLossByFastRetransmit() throws CallRefused {
        Pair pair = Pair.established(2);
        int[] seen = {0};
        pair.dropIf = segment -> segment.payload().length() > 0 && ++seen[0] == 20;
        transfer(pair, 200_000);
        assertThat(pair.client.status(pair.now).counters().fastRecoveries()).isEqualTo(1);
        assertThat(pair.client.status(pair.now).counters().timeouts()).isZero();
        assertThat(pair.client.status(pair.now).counters().segmentsRetransmitted())
                .isEqualTo(1);
    }

    // What was lost was lost: no echoed timestamp may tell otherwise, however many segments are missing at a time.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void takesNoRecoveryForNeedlessWhereAllThatIsSentAgainWasLost(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.faults = new Pair.Faults(0.05, 0, 0);
        transfer(pair, 1_000_000);
        Counters.Snapshot counters = pair.client.status(pair.now).counters();
        assertThat(counters.fastRecoveries()).isPositive();
        assertThat(counters.spuriousRecoveries())
                .as("seed %d: %s", seed, counters)
                .isLessThanOrEqualTo(counters.duplicateSackBlocksIn());
    }

    @Test
    void closesGracefullyFromBothSidesAtOnce() throws CallRefused {
        Pair pair = Pair.established(3);
        pair.client.close(pair.now);
        pair.server.close(pair.now);
        pair.runUntil(() -> pair.client.state() == State.TIME_WAIT && pair.server.state() == State.TIME_WAIT);
        pair.runUntil(() -> pair.client.state() == State.CLOSED && pair.server.state() == State.CLOSED);
        assertThat(pair.client.ending()).contains(new Ending.Graceful());
    }

    // The peer's timestamps are compared to the end: half of all offsets make a wrong one look old.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void closesThoughTheLastAcknowledgmentIsLost(long seed) throws CallRefused {
        Pair pair = Pair.established(seed);
        pair.client.close(pair.now);
        pair.runUntil(() -> pair.client.state() == State.FIN_WAIT_2);
        boolean[] lost = {false};
        pair.dropIf = segment -> segment.sourcePort() == 40_000 && !lost[0] && (lost[0] = true);
        pair.server.close(pair.now);
        pair.runUntil(() -> pair.server.state() == State.CLOSED);
        assertThat(lost[0]).isTrue();
        assertThat(pair.client.state()).isEqualTo(State.TIME_WAIT);
        assertThat(pair.server.ending()).contains(new Ending.Graceful());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Tag("MUST-10")
    void opensFromBothSidesAtOnce(long seed) throws CallRefused {
        Pair pair = new Pair(seed, Pair.SETTINGS);
        pair.client.activeOpen(pair.name, 1500, pair.now);
        pair.server.activeOpen(pair.serverName, 1500, pair.now);
        pair.runUntil(() -> pair.client.state() == State.ESTABLISHED && pair.server.state() == State.ESTABLISHED);
        transfer(pair, 100_000);
    }

    // Each end acknowledges the other's FIN; one acknowledgment that comes twice must not make them answer each other.
    @Test
    void restsInSilenceOnBothSides() throws CallRefused {
        Pair pair = Pair.established(12);
        pair.faults = new Pair.Faults(0, 1, 0);
        pair.client.close(pair.now);
        pair.server.close(pair.now);
        pair.runUntil(() -> pair.client.state() == State.TIME_WAIT && pair.server.state() == State.TIME_WAIT);
        pair.faults = Pair.Faults.NONE;
        pair.run(100 * Pair.MS);
        pair.trace.clear();
        pair.run(100 * Pair.MS);
        assertThat(pair.trace).isEmpty();
    }

    @Test
    void keepsTheFinFromWaitingBehindAClosedWindow() throws CallRefused {
        Pair pair = Pair.established(4);
        int window = Pair.BUFFER;
        assertThat(pair.client.write(content(0, window), true, false, pair.now)).isEqualTo(window);
        pair.runUntil(() -> pair.server.unreadBytes() == window);
        pair.client.close(pair.now);
        pair.runUntil(() -> pair.client.state() == State.FIN_WAIT_2);
        assertThat(pair.server.state()).isEqualTo(State.CLOSE_WAIT);
    }

    @Test
    @Tag("MUST-36")
    void probesAClosedWindowUntilItOpensThoughTheUpdateIsLost() throws CallRefused {
        Pair pair = Pair.established(5);
        int window = Pair.BUFFER;
        pair.client.write(content(0, window), true, false, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        pair.client.write(content(window, 1000), true, false, pair.now);
        pair.run(3000 * Pair.MS);
        pair.dropIf = segment -> segment.sourcePort() == 7;
        MemorySegment into = MemorySegment.ofArray(new byte[window]);
        assertThat(pair.server.read(into, pair.now).count()).isEqualTo(window);
        pair.flush();
        pair.dropIf = segment -> false;
        pair.runUntil(() -> pair.server.unreadBytes() == 1000);
    }

    @Test
    void endsAtTheUserTimeoutWhenThePeerIsGone() throws CallRefused {
        Pair pair = Pair.established(6);
        pair.client.setUserTimeout(10_000 * Pair.MS, false);
        pair.client.write(content(0, 100), true, false, pair.now);
        pair.dropIf = segment -> true;
        long begun = pair.now;
        pair.runUntil(() -> pair.client.state() == State.CLOSED);
        assertThat(pair.client.ending()).contains(new Ending.UserTimeout(10_000 * Pair.MS));
        assertThat((pair.now - begun) / Pair.MS).isEqualTo(10_000);
        assertThat(pair.client.bytesAcknowledged()).isZero();
    }

    @Test
    void tellsThePeerOfAnAbort() throws CallRefused {
        Pair pair = Pair.established(7);
        pair.client.abort(pair.now);
        pair.runUntil(() -> pair.server.state() == State.CLOSED);
        assertThat(pair.server.ending()).contains(new Ending.RemoteAbort());
        assertThat(pair.client.ending()).contains(new Ending.LocalAbort());
    }

    @Test
    void isRefusedWhereNobodyListens() throws CallRefused {
        Pair pair = new Pair(8, Pair.SETTINGS);
        pair.client.activeOpen(pair.name, 1500, pair.now);
        pair.runUntil(() -> pair.client.state() == State.CLOSED);
        assertThat(pair.client.ending()).contains(new Ending.Refused());
    }

    @Test
    @Tag("MUST-30")
    void deliversUrgentDataInItsPlaceWithTheMarkOnItsLastByte() throws CallRefused {
        Pair pair = Pair.established(9);
        pair.client.write(content(0, 100), false, false, pair.now);
        pair.client.write(content(100, 3), false, true, pair.now);
        pair.client.write(content(103, 50), true, false, pair.now);
        pair.runUntil(() -> pair.server.unreadBytes() == 153);
        assertThat(pair.server.takeSignals()).contains(Signal.URGENT);
        MemorySegment into = MemorySegment.ofArray(new byte[1000]);
        assertThat(pair.server.read(into.asSlice(0, 60), pair.now)).isEqualTo(new ReadResult(60, true, false));
        assertThat(pair.server.isUrgentMode()).isTrue();
        assertThat(pair.server.read(into, pair.now)).isEqualTo(new ReadResult(43, false, true));
        assertThat(pair.server.isUrgentMode()).isFalse();
        assertThat(pair.server.read(into, pair.now)).isEqualTo(new ReadResult(50, false, false));
    }

    @Test
    @Tag("MUST-66")
    void tellsOfUrgentDataThroughAClosedWindow() throws CallRefused {
        Pair pair = Pair.established(10);
        int window = Pair.BUFFER;
        pair.client.write(content(0, window), true, false, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        List<Signal> before = pair.server.takeSignals();
        assertThat(before).doesNotContain(Signal.URGENT);
        pair.client.write(content(window, 1), false, true, pair.now);
        pair.run(20 * Pair.MS);
        assertThat(pair.server.takeSignals()).contains(Signal.URGENT);
        assertThat(pair.server.isUrgentMode()).isTrue();
    }

    @Test
    @Tag("MAY-15")
    void marksTheLastSegmentOfPushedDataAlone() throws CallRefused {
        Pair pair = Pair.established(11);
        pair.trace.clear();
        pair.client.write(content(0, 4000), true, false, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        assertThat(pair.trace.stream()
                        .filter(segment -> segment.payload().length() > 0)
                        .map(segment -> segment.has(TcpFlags.PSH)))
                .containsExactly(false, false, true);
    }
}
