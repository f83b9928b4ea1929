package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/** How the window grows with what the user reads, between two ends in virtual time. */
class ReceiveWindowTest {
    private static final long GIGABIT = 125_000_000;
    private static final long ROUND_TRIP = 100 * Pair.MS;
    private static final long BDP = GIGABIT / 10;
    private static final int START = 128 << 10;
    private static final int MOST = 64 << 20;

    private static TcpSettings settings(int receive, int maxReceive, int send) {
        return Pair.SETTINGS
                .withReceiveBuffer(new TcpSettings.Buffer(receive, maxReceive))
                .withSendBuffer(TcpSettings.Buffer.of(send));
    }

    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    private static int buffer(Pair pair) {
        return pair.server.status(pair.now).windows().receiveBufferBytes();
    }

    private static Pair longPath(HeapPages pages, TcpSettings settings) throws CallRefused {
        Pair pair = new Pair(1, settings, pages);
        pair.delay(ROUND_TRIP / 2);
        pair.rate(GIGABIT);
        pair.open();
        return pair;
    }

    /** The client sends as much as it may for a time, and the server reads so much every millisecond; returns how much. */
    private static long transfers(Pair pair, long durationNs, int readEachTime) throws CallRefused {
        MemorySegment more = data(1 << 20);
        MemorySegment into = data(readEachTime);
        long read = 0;
        for (long end = pair.now + durationNs; pair.now < end; ) {
            for (int taken = 1; taken > 0; ) {
                taken = pair.client.write(more, false, false, pair.now);
            }
            pair.run(Pair.MS);
            read += pair.server.read(into, pair.now).count();
            pair.trace.clear();
        }
        return read;
    }

    @Test
    void fillsALongFastPathWhoseUserKeepsUp() throws CallRefused {
        Pair pair = longPath(new HeapPages(), settings(START, MOST, MOST));
        transfers(pair, 15 * ROUND_TRIP, 4 << 20);
        assertThat(buffer(pair)).isBetween((int) (2 * BDP), (int) (7 * BDP));
        assertThat(transfers(pair, 5 * ROUND_TRIP, 4 << 20)).isGreaterThan(BDP * 5 * 9 / 10);
    }

    // With buffers that do not grow, the same path carries no more than one of them in a round trip.
    @Test
    void staysAsItIsWhereTheUserHasFixedIt() throws CallRefused {
        Pair pair = longPath(new HeapPages(), settings(START, START, MOST));
        transfers(pair, 10 * ROUND_TRIP, 4 << 20);
        assertThat(buffer(pair)).isEqualTo(START);
        assertThat(transfers(pair, 5 * ROUND_TRIP, 4 << 20)).isLessThanOrEqualTo(6L * START);
    }

    @Test
    void doesNotGrowForAUserThatReadsSlowly() throws CallRefused {
        Pair pair = longPath(new HeapPages(), settings(START, MOST, 1 << 20));
        assertThat(transfers(pair, 30 * ROUND_TRIP, 100)).isGreaterThan(2 * START);
        assertThat(buffer(pair)).isEqualTo(START);
    }

    @Test
    void doesNotGrowForAUserThatReadsSeldom() throws CallRefused {
        Pair pair = longPath(new HeapPages(), settings(START, MOST, 1 << 20));
        for (int i = 0; i < 20; i++) {
            transfers(pair, Pair.MS, 1 << 20);
            pair.run(10 * ROUND_TRIP);
        }
        assertThat(buffer(pair)).isEqualTo(START);
    }

    @Test
    void stopsAtItsShareOfTheMemoryAndLeavesPagesForOthers() throws CallRefused {
        HeapPages pages = new HeapPages();
        pages.budget = 1024;
        Pair greedy = longPath(pages, settings(START, MOST, 2 << 20));
        Pair modest = new Pair(2, settings(START, START, START), pages);
        modest.open();
        transfers(greedy, 15 * ROUND_TRIP, 4 << 20);
        assertThat(buffer(greedy)).isBetween(2 * START, 1024 / 4 * PagePool.PAGE_BYTES);
        // Its user stops, and all that was offered comes.
        transfers(greedy, 5 * ROUND_TRIP, 0);
        assertThat(pages.freeBytes()).isGreaterThan(1024 / 2 * PagePool.PAGE_BYTES);
        assertThat(transfers(modest, 2 * ROUND_TRIP, 1 << 20)).isGreaterThan(10 * START);
    }

    // RFC 7323 §2.2: the shift is that of the largest window that will be offered.
    @Test
    void offersTheScaleOfTheLargestWindow() throws CallRefused {
        Pair pair = new Pair(3, settings(START, 6 << 20, START));
        pair.open();
        assertThat(pair.trace.stream()
                        .filter(segment -> segment.has(TcpFlags.SYN))
                        .map(segment -> ((Handshake) segment.options()).windowScale()))
                .containsExactly(OptionalInt.of(7), OptionalInt.of(7));
    }

    private static long told(Pair pair) {
        pair.flush();
        return pair.trace.stream().filter(segment -> segment.sourcePort() == 7).count();
    }

    @Test
    void tellsOfWhatWasReadOnlyWhenTheOfferRunsLow() throws CallRefused {
        Pair pair = new Pair(1, settings(START, START, MOST), new HeapPages());
        pair.open();
        pair.client.write(data(START / 4), true, false, pair.now);
        pair.run(ROUND_TRIP);
        pair.trace.clear();
        pair.server.read(data(START / 4), pair.now);
        assertThat(told(pair)).isZero();
        pair.client.write(data(2 * START), true, false, pair.now);
        pair.run(ROUND_TRIP);
        pair.trace.clear();
        pair.server.read(data(START / 4), pair.now);
        assertThat(told(pair)).isEqualTo(1);
    }

    /**
     * RFC 9293 SHLD-14: "A TCP receiver SHOULD NOT shrink the window, i.e., move the right window edge to the left". On the wire it
     * moves by less than the window's scale, for it is rounded down (RFC 7323 §2.4): what was offered is taken all the same.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void neverMovesItsEndBackWhateverIsReadAndHowMuchMemoryThereIs(long seed) throws CallRefused {
        Random random = new Random(seed);
        int start = 1 << (10 + random.nextInt(8));
        TcpSettings settings = settings(start, 64 * start, 1 << 20);
        HeapPages pages = new HeapPages();
        Pair pair = new Pair(seed, settings, pages);
        pair.open();
        pair.faults = new Pair.Faults(0.02, 0.02, 0.1);
        int scale = Receiver.windowScaleFor(64 * start);
        TcpSegment answer = pair.trace.stream()
                .filter(segment -> segment.sourcePort() == 7)
                .findFirst()
                .orElseThrow();
        Positions positions = new Positions(answer.ack() - 1);
        long end = 1L + answer.window();
        long received = 1;
        for (int step = 0; step < 1500; step++) {
            pages.budget = random.nextInt(20) == 0 ? 100 + random.nextInt(1000) : pages.budget;
            pair.client.write(data(random.nextInt(200_000)), random.nextBoolean(), false, pair.now);
            pair.trace.clear();
            pair.run(random.nextInt(10) * Pair.MS);
            pair.server.read(data(random.nextInt(4 * start)), pair.now);
            pair.flush();
            for (TcpSegment segment : pair.trace) {
                if (segment.sourcePort() == 7 && !segment.has(TcpFlags.SYN)) {
                    received = positions.nearest(segment.ack(), received);
                    long told = received + ((long) segment.window() << scale);
                    assertThat(told).as("seed %d, step %d", seed, step).isGreaterThan(end - (1L << scale));
                    end = Math.max(end, told);
                }
            }
            TcbStatus status = pair.server.status(pair.now);
            long taken = positions.nearest(status.sequence().rcvNxt(), received)
                    + status.windows().receive();
            assertThat(taken).as("seed %d, step %d", seed, step).isGreaterThanOrEqualTo(end);
        }
        assertThat(received).as("seed %d", seed).isGreaterThan(100 * 1024);
    }
}
