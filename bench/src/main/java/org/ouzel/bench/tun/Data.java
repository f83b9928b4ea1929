package org.ouzel.bench.tun;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** What a program without TCP does with the data itself. */
sealed interface Data permits UntouchedData, CopiedData {
    /** Whether a packet is to be taken for what it is: where nobody else has looked at its checksum this does. */
    boolean isIntact(MemorySegment packet);

    /** What is added to a checksum for what is sent; 0 where that is nothing, or somebody else's to add. */
    int sum(List<MemorySegment> payload);

    /** Another connection begins. */
    void begin();

    /** Data has come, the next in order, no more than {@link BarePacket#WINDOW_BYTES} since the last {@link #deliver}. */
    void take(MemorySegment payload);

    /** Nothing more has come for now. */
    void deliver();

    /**
     * What is sent.
     *
     * @param sent how many bytes were before it, in 32 bits that wrap
     * @param acknowledged how many of those need not be sent again, likewise
     * @param length how many it is to be, so that no more than {@link BarePacket#WINDOW_BYTES} are not acknowledged
     */
    List<MemorySegment> next(int sent, int acknowledged, int length);
}
