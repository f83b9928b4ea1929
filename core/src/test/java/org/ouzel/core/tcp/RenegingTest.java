package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
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

    /** At a second timeout nothing is believed any more that the peer has said to hold. */
    @Test
    @Tag("2018-5-3")
    void isReckonedWithAtTheSecondTimeoutInARow() throws CallRefused {
        NumberedSegments flow = boastful();
        flow.lose(0, 1).loseTime(0, 2).loseTime(0, 3).loseTime(0, 4).send(6).untilAcknowledged();
        assertThat(flow.counters().timeouts()).isGreaterThanOrEqualTo(2);
        assertThat(flow.times(1)).isGreaterThanOrEqualTo(2);
    }
}
