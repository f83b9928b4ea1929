package org.ouzel.bench.tun;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.ouzel.bench.blocking.Service;

class CopiedDataTest {
    private static final int WINDOW = BarePacket.WINDOW_BYTES;

    private final MemorySegment users = MemorySegment.ofArray(new byte[Service.CALL_BYTES]);
    private final CopiedData data = new CopiedData(true, users);

    private static byte[] joined(List<MemorySegment> pieces) {
        byte[] all = new byte
                [pieces.stream().mapToInt(piece -> (int) piece.byteSize()).sum()];
        int at = 0;
        for (MemorySegment piece : pieces) {
            MemorySegment.copy(piece, JAVA_BYTE, 0, all, at, (int) piece.byteSize());
            at += (int) piece.byteSize();
        }
        return all;
    }

    @RepeatedTest(20)
    void handsWhatHasComeToTheUserAlsoAcrossTheEndOfTheRing(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        SplittableRandom random = new SplittableRandom(seed);
        for (int total = 0; total < 3 * WINDOW; ) {
            byte[] payload = new byte[1 + random.nextInt(Service.CALL_BYTES)];
            random.nextBytes(payload);

            data.take(MemorySegment.ofArray(payload));
            data.deliver();

            assertThat(users.asSlice(0, payload.length).toArray(JAVA_BYTE))
                    .as("seed %d after %d bytes", seed, total)
                    .isEqualTo(payload);
            total += payload.length;
        }
    }

    /** From ring to ring, and where the count of bytes wraps in 32 bits. */
    @Test
    void sendsTheUsersDataInOrder() {
        int length = 45 * 1460;
        long calls = (1L << 32) / length + 10;
        int sent = 0;
        for (long call = 0; call < calls; call++) {
            byte mark = (byte) call;
            users.fill(mark);
            int before = Math.toIntExact(Math.min(call, 6)) * length;

            byte[] next = joined(data.next(sent, sent - before, length));

            assertThat(next.length).isEqualTo(length);
            assertThat(next[length - 1]).isEqualTo(mark);
            sent += length;
        }
    }

    @Test
    void theWaysDoNotMix() {
        users.fill((byte) 1);
        byte[] sent = joined(data.next(0, 0, 5_000));
        data.take(MemorySegment.ofArray(new byte[] {2, 3}));
        data.deliver();
        data.deliver();

        assertThat(sent).containsOnly(1);
        assertThat(users.asSlice(0, 3).toArray(JAVA_BYTE)).containsExactly(2, 3, 1);
        assertThat(joined(data.next(0, 0, 5_000))).containsOnly(1);
    }

    @Test
    void keepsWhatWasNotAcknowledged() {
        users.fill((byte) 1);
        byte[] first = joined(data.next(0, 0, Service.CALL_BYTES));
        users.fill((byte) 2);
        byte[] second = joined(data.next(Service.CALL_BYTES, 0, WINDOW - Service.CALL_BYTES));

        assertThat(first).containsOnly(1);
        assertThat(second).containsOnly(2);
        users.fill((byte) 3);
        assertThat(joined(data.next(0, 0, Service.CALL_BYTES))).containsOnly(1);
        assertThat(joined(data.next(WINDOW, Service.CALL_BYTES, Service.CALL_BYTES)))
                .containsOnly(3);
    }
}
