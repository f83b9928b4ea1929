package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that the user sets: of the rate at which segments leave, and of what is taken and was never sent. */
class OutputBoundsTest {
    private static final int TOTAL = 1_000_000;
    private static final int MARK = 5000;

    private static Pair pair(TcpSettings.Output output) throws CallRefused {
        return pair(Pair.SETTINGS.with(output));
    }

    private static Pair pair(TcpSettings settings) throws CallRefused {
        Pair pair = new Pair(1, settings);
        pair.open();
        return pair;
    }

    private static MemorySegment data(int length) {
        return MemorySegment.ofArray(new byte[length]);
    }

    /** Sends so many bytes as fast as they are taken, and reads them as fast as they come; returns how long that took. */
    private static long transfer(Pair pair, int total) throws CallRefused {
        long began = pair.now;
        int sent = 0;
        int received = 0;
        while (received < total) {
            sent += pair.client.write(data(total - sent), true, false, pair.now);
            pair.run(Pair.MS);
            received += pair.server.read(data(total), pair.now).count();
        }
        return pair.now - began;
    }

    @Test
    void sendsAtTheGreatestRateThoughNothingElseIsPaced() throws CallRefused {
        TcpTuning.Flow unpaced = new TcpTuning.Flow(false, false, TcpTuning.Acknowledging.AUTOMATIC, 0, 0, false);
        Pair pair = pair(Pair.SETTINGS
                .with(TcpTuning.DEFAULT.with(unpaced))
                .with(new TcpSettings.Output(true, 500_000, Integer.MAX_VALUE)));
        double seconds = transfer(pair, TOTAL) / 1e9;
        assertThat(seconds * 500_000 / TOTAL).isBetween(0.97, 1.03);
    }

    @ParameterizedTest
    @ValueSource(longs = {50_000, 500_000, 2_000_000})
    void sendsAtTheGreatestRateAndNoFaster(long rate) throws CallRefused {
        Pair pair = pair(new TcpSettings.Output(true, rate, Integer.MAX_VALUE));
        double seconds = transfer(pair, TOTAL) / 1e9;
        assertThat(seconds * rate / TOTAL).isBetween(0.97, 1.03);
        assertThat(pair.client.status(pair.now).congestion().pacingRate()).isEqualTo(rate);
    }

    @Test
    void takesNoMoreThanTheMarkOfWhatCannotBeSent() throws CallRefused {
        Pair pair = pair(new TcpSettings.Output(true, Long.MAX_VALUE, MARK));
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            taken += pair.client.write(data(Pair.BUFFER), true, false, pair.now);
            pair.run(10 * Pair.MS);
        }
        // The peer does not read: what is beyond its window was never sent.
        assertThat(pair.server.unreadBytes()).isEqualTo(Pair.BUFFER);
        // A probe of its window may have been.
        assertThat(taken).isBetween(Pair.BUFFER + MARK, Pair.BUFFER + MARK + 1);
        assertThat(pair.client.sendRoom()).isZero();
        assertThat(pair.client.write(data(1), true, false, pair.now)).isZero();
    }

    @Test
    void tellsThatEnoughWasSent() throws CallRefused {
        Pair pair = pair(new TcpSettings.Output(true, 100_000, MARK));
        pair.client.write(data(2 * MARK), true, false, pair.now);
        pair.client.takeSignals();
        assertThat(pair.client.sendRoom()).isZero();
        pair.runUntil(() -> pair.client.sendRoom() > 0);
        assertThat(pair.client.takeSignals()).contains(Signal.BELOW_LOW_WATER);
    }

    @Test
    void carriesAllWithTheSmallestMark() throws CallRefused {
        Pair pair = pair(new TcpSettings.Output(false, Long.MAX_VALUE, 1));
        assertThat(transfer(pair, 100)).isPositive();
    }
}
