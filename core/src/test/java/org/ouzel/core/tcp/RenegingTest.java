package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/** A receiver gives up what it has said to hold (RFC 2018 §8). */
class RenegingTest {
    private static byte content(int position) {
        return (byte) (position * 31 + position / 251);
    }

    /** The receiver has no page left for what is missing before what it holds, and gives that up. */
    @Test
    @Tag("2018-8-1")
    @Tag("6675-4-2")
    void ofAReceiverWithoutMemoryIsSurvived() throws CallRefused {
        Pair pair = new Pair(1, Pair.SETTINGS, WideWindow::new);
        NumberedSegments flow = NumberedSegments.over(pair);
        int total = 30 * NumberedSegments.MSS;
        byte[] bytes = new byte[total];
        for (int i = 0; i < total; i++) {
            bytes[i] = content(i);
        }
        for (int number = 0; number < 12; number++) {
            flow.lose(number); // the first page, and a little more
        }
        pair.client.write(MemorySegment.ofArray(bytes), true, false, pair.now);
        pair.runUntil(() -> pair.client.status(pair.now).counters().sackBlocksIn() > 0);
        pair.pages.limit(pair.pages.lent());
        byte[] received = new byte[total];
        int count = 0;
        while (count < total) {
            pair.runUntil(() -> pair.server.unreadBytes() > 0);
            count += pair.server
                    .read(MemorySegment.ofArray(received).asSlice(count), pair.now)
                    .count();
        }
        assertThat(received).isEqualTo(bytes);
        assertThat(pair.client.status(pair.now).counters().reneges()).isPositive();
    }

    /** Every acknowledgment of the server's says of one more segment that it is held: the one before the first block. */
    private static TcpSegment boasting(TcpSegment segment) {
        if (!(segment.options() instanceof Transfer transfer)
                || transfer.sackBlocks().isEmpty()) {
            return segment;
        }
        SackBlock first = transfer.sackBlocks().getFirst();
        SackBlock more = new SackBlock(first.left() - NumberedSegments.MSS, first.right());
        return new TcpSegment(
                segment.sourcePort(),
                segment.destinationPort(),
                segment.seq(),
                segment.ack(),
                segment.flags(),
                segment.window(),
                segment.urgentPointer(),
                Transfer.of(transfer.timestamps(), List.of(more)),
                segment.payload());
    }

    private static NumberedSegments boastful() throws CallRefused {
        Pair pair = new Pair(1, Pair.SETTINGS);
        pair.change = segment -> segment.sourcePort() == 7 ? boasting(segment) : segment;
        return NumberedSegments.over(pair);
    }

    @Test
    @Tag("2018-8-1")
    void isSeenWhenThePeerAcknowledgesUpToWhatItSaidToHold() throws CallRefused {
        NumberedSegments flow = boastful();
        flow.lose(0, 1).send(6).untilAcknowledged();
        assertThat(flow.times(0)).isEqualTo(2);
        assertThat(flow.times(1)).isEqualTo(2);
        assertThat(flow.counters().reneges()).isEqualTo(1);
        assertThat(flow.counters().timeouts()).isZero();
    }

    /** At a second timeout in a row nothing is believed any more that the peer has said to hold; at the first one it is. */
    @Test
    void isReckonedWithAtTheSecondTimeoutInARow() {
        Counters counters = new Counters();
        Scoreboard scoreboard = new Scoreboard(new Spares());
        LossRecovery recovery = new LossRecovery(
                new WideWindow(),
                new RttEstimator(TcpParameters.DEFAULT),
                counters,
                scoreboard,
                TcpHabits.DEFAULT,
                new Workbench());
        recovery.onSegmentSize(1000);
        recovery.onSackPermitted();
        for (int i = 0; i < 4; i++) {
            recovery.onSend(1000, 1000, 0);
        }
        tell(recovery, 1000, List.of());
        tell(recovery, 1000, List.of(new Range(2000, 3000)));
        expire(recovery, counters, 1);
        assertThat(scoreboard.sackedBytes()).isEqualTo(1000);
        expire(recovery, counters, 2);
        assertThat(scoreboard.sackedBytes()).isZero();
    }

    private static void tell(LossRecovery recovery, long position, List<Range> held) {
        SelectiveAcknowledgment sack = new SelectiveAcknowledgment(Optional.empty(), held);
        recovery.onFeedback(new Feedback()
                .tell(
                        10 * Pair.MS,
                        position,
                        sack,
                        TimestampClock.NOT_ECHOED,
                        !held.isEmpty(),
                        EcnFeedback.Plain.NONE));
    }

    /** Lets time pass until the timer has expired so often; what may be sent again is. */
    private static void expire(LossRecovery recovery, Counters counters, int timeouts) {
        while (counters.timeouts < timeouts) {
            long now = recovery.deadline();
            recovery.nextToSendAgain().ifPresent(lost -> recovery.onSendAgain(lost, now));
            recovery.onTimer(now);
        }
    }
}
