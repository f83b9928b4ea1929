package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is wanted for what is read, in rounds of 100 ms. */
class RightSizingTest {
    private static final long MS = Pair.MS;
    private static final int MSS = 1000;
    private static final int HEADROOM = 16 * MSS;

    private final RightSizing rightSizing = new RightSizing();
    private long now = 5000 * MS;
    private long position = 1;

    private void echo(long afterMs) {
        rightSizing.onEcho(afterMs * MS, now);
    }

    private long reads(long bytes, long unread, long afterMs) {
        now += afterMs * MS;
        position += bytes;
        return rightSizing.onRead(position, unread, MSS, now);
    }

    /** The rate of a flow that is established: it does not grow any more. */
    private void established(long bytesPerRound) {
        echo(100);
        reads(0, 0, 100);
        reads(bytesPerRound, 0, 100);
    }

    @Test
    void wantsTwiceWhatIsReadInARoundTripAndHeadroom() {
        established(200_000);
        assertThat(reads(200_000, 0, 100)).isEqualTo(400_000 + HEADROOM);
    }

    @Test
    void wantsThreeTimesThatWhileItDoubles() {
        established(100_000);
        assertThat(reads(200_000, 0, 100)).isEqualTo(3 * (400_000 + HEADROOM));
        assertThat(reads(300_000, 0, 100)).isEqualTo(2 * (600_000 + HEADROOM));
        assertThat(reads(300_000, 0, 100)).isEqualTo(600_000 + HEADROOM);
    }

    @Test
    void measuresOverARoundTripWhateverIsReadAtATime() {
        established(200_000);
        for (int i = 0; i < 9; i++) {
            assertThat(reads(20_000, 0, 10)).isZero();
        }
        assertThat(reads(20_000, 0, 10)).isEqualTo(400_000 + HEADROOM);
    }

    @Test
    void countsOnlyTheShareOfARoundTripWhereTheUserReadsSeldom() {
        established(200_000);
        assertThat(reads(200_000, 0, 1000)).isEqualTo(40_000 + HEADROOM);
    }

    @Test
    void wantsNothingForAUserThatDoesNotKeepUp() {
        established(100_000);
        reads(0, 100_000, 100);
        assertThat(reads(100_000, 100_000, 100)).isZero();
        assertThat(reads(100_000, 90_000, 100)).isZero();
        assertThat(reads(100_000, 25_000, 100)).isPositive();
    }

    @Test
    void takesTheLeastOfTheEchoes() {
        echo(700);
        echo(100);
        echo(300);
        reads(0, 0, 100);
        reads(200_000, 0, 100);
        assertThat(reads(200_000, 0, 100)).isEqualTo(400_000 + HEADROOM);
    }

    @Test
    void forgetsTheEchoesOfAFormerPath() {
        echo(10);
        now += 30_000 * MS;
        established(200_000);
        assertThat(reads(20_000, 0, 10)).isZero();
    }

    @Test
    void wantsNothingBeforeThereIsAMeasure() {
        assertThat(reads(1 << 20, 0, 10_000)).isZero();
    }

    @Test
    void measuresWithoutTimestampsHowLongAWindowTakes() {
        rightSizing.onOffered(50_001, now);
        rightSizing.onReceived(25_000, now + 60 * MS);
        rightSizing.onOffered(75_001, now + 60 * MS);
        rightSizing.onReceived(50_001, now + 100 * MS);
        now += 100 * MS;
        reads(0, 0, 100);
        reads(200_000, 0, 100);
        assertThat(reads(200_000, 0, 100)).isEqualTo(400_000 + HEADROOM);
    }

    // A larger window takes longer: what is measured by it must not make it larger yet.
    @Test
    void doesNotBelieveALongerTimeOfALargerWindow() {
        rightSizing.onOffered(50_001, now);
        rightSizing.onReceived(50_001, now + 100 * MS);
        rightSizing.onOffered(900_001, now + 100 * MS);
        rightSizing.onReceived(900_001, now + 2000 * MS);
        now += 2000 * MS;
        reads(0, 0, 100);
        reads(200_000, 0, 100);
        assertThat(reads(200_000, 0, 100)).isEqualTo(400_000 + HEADROOM);
    }

    @Test
    void takesARoundTripBelowTheTickForOneTick() {
        echo(0);
        reads(0, 0, 1);
        reads(200_000, 0, 1);
        assertThat(reads(200_000, 0, 1)).isEqualTo(400_000 + HEADROOM);
    }
}
