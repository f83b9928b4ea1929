package org.ouzel.bench.tun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ouzel.bench.blocking.Service;

/**
 * What no stack with such calls as {@code send} and {@code receive} can leave undone: what comes is copied to a buffer, for the user may not
 * want it yet, and from there to the user's; what is sent is copied from the user's to a buffer, for it may have to be sent again. Either
 * way there is a ring as large as the window, so that what is in it stays in the processors' caches.
 */
final class CopiedData implements Data {
    private final boolean summed;
    private final MemorySegment users;
    private final Ring arrived = new Ring();
    private final Ring leaving = new Ring();

    /** How many bytes the user was given, in 32 bits that wrap. */
    private int given;

    /**
     * No data.
     *
     * @param summed whether no device makes checksums and looks at them
     * @param users the user's buffer, of {@link Service#CALL_BYTES}
     */
    CopiedData(boolean summed, MemorySegment users) {
        this.summed = summed;
        this.users = users;
    }

    @Override
    public boolean isIntact(MemorySegment packet) {
        return !summed || BarePacket.isIntact(packet);
    }

    @Override
    public int sum(List<MemorySegment> payload) {
        return summed ? BarePacket.sum(payload) : 0;
    }

    @Override
    public void begin() {
        arrived.count = 0;
        leaving.count = 0;
        given = 0;
    }

    // ---- In

    @Override
    public void take(MemorySegment payload) {
        arrived.add(payload, (int) payload.byteSize());
        while (arrived.count - given >= Service.CALL_BYTES) {
            give(Service.CALL_BYTES);
        }
    }

    @Override
    public void deliver() {
        give(arrived.count - given);
    }

    private void give(int length) {
        long at = 0;
        for (MemorySegment piece : arrived.pieces(given, length)) {
            MemorySegment.copy(piece, 0, users, at, piece.byteSize());
            at += piece.byteSize();
        }
        given += length;
    }

    // ---- Out

    @Override
    public List<MemorySegment> next(int sent, int acknowledged, int length) {
        if (sent + length - acknowledged > BarePacket.WINDOW_BYTES) {
            throw new IllegalArgumentException(length + " bytes are more than the window lets go");
        }
        while (leaving.count - (sent + length) < 0) {
            int room = BarePacket.WINDOW_BYTES - (leaving.count - acknowledged);
            leaving.add(users, Math.min(Service.CALL_BYTES, room));
        }
        return leaving.pieces(sent, length);
    }

    /** The last bytes of those that were added, each at the place that its number gives. */
    private static final class Ring {
        private final MemorySegment memory = Arena.ofAuto().allocate(BarePacket.WINDOW_BYTES, Long.BYTES);

        /** How many bytes were added, in 32 bits that wrap. */
        private int count;

        private void add(MemorySegment bytes, int length) {
            long at = 0;
            for (MemorySegment piece : pieces(count, length)) {
                MemorySegment.copy(bytes, at, piece, 0, piece.byteSize());
                at += piece.byteSize();
            }
            count += length;
        }

        private List<MemorySegment> pieces(int from, int length) {
            int place = from & BarePacket.WINDOW_BYTES - 1;
            int first = Math.min(length, BarePacket.WINDOW_BYTES - place);
            MemorySegment one = memory.asSlice(place, first);
            return first == length ? List.of(one) : List.of(one, memory.asSlice(0, length - first));
        }
    }
}
