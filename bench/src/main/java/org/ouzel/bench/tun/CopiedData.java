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
    private final MemorySegment ring = Arena.ofAuto().allocate(BarePacket.WINDOW_BYTES, Long.BYTES);

    /** How many bytes were copied into the ring, and out of it, in 32 bits that wrap. */
    private int copiedIn;

    private int copiedOut;

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
    public boolean isSummed() {
        return summed;
    }

    @Override
    public void begin() {
        copiedIn = 0;
        copiedOut = 0;
    }

    // ---- In

    @Override
    public void take(MemorySegment payload) {
        int length = (int) payload.byteSize();
        int first = Math.min(length, untilEnd(copiedIn));
        MemorySegment.copy(payload, 0, ring, place(copiedIn), first);
        MemorySegment.copy(payload, first, ring, 0, length - first);
        copiedIn += length;
        while (copiedIn - copiedOut >= Service.CALL_BYTES) {
            give(Service.CALL_BYTES);
        }
    }

    @Override
    public void deliver() {
        give(copiedIn - copiedOut);
    }

    private void give(int length) {
        int first = Math.min(length, untilEnd(copiedOut));
        MemorySegment.copy(ring, place(copiedOut), users, 0, first);
        MemorySegment.copy(ring, 0, users, first, length - first);
        copiedOut += length;
    }

    // ---- Out

    @Override
    public List<MemorySegment> next(int sent, int acknowledged, int length) {
        if (sent + length - acknowledged > BarePacket.WINDOW_BYTES) {
            throw new IllegalArgumentException(length + " bytes are more than the window lets go");
        }
        while (copiedIn - (sent + length) < 0) {
            accept(Math.min(Service.CALL_BYTES, BarePacket.WINDOW_BYTES - (copiedIn - acknowledged)));
        }
        int first = Math.min(length, untilEnd(sent));
        MemorySegment one = ring.asSlice(place(sent), first);
        return first == length ? List.of(one) : List.of(one, ring.asSlice(0, length - first));
    }

    private void accept(int length) {
        int first = Math.min(length, untilEnd(copiedIn));
        MemorySegment.copy(users, 0, ring, place(copiedIn), first);
        MemorySegment.copy(users, first, ring, 0, length - first);
        copiedIn += length;
    }

    // ---- The ring

    private static int place(int count) {
        return count & BarePacket.WINDOW_BYTES - 1;
    }

    private static int untilEnd(int count) {
        return BarePacket.WINDOW_BYTES - place(count);
    }
}
