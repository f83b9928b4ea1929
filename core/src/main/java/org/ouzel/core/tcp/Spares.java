package org.ouzel.core.tcp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;

/**
 * Transmissions that have been delivered, for what is sent next. All connections of a node share them, so that they are at hand in the
 * processor's caches whichever has its turn, and none of them keeps any.
 */
final class Spares {
    /** So many are kept, for what a batch of acknowledgments may tell of. */
    private static final int MOST = 512;

    /** The one to be used next; the others follow as {@link Transmission#later}. */
    private @Nullable Transmission next;

    private int count;

    /** One for positions that are sent for the first time. */
    Transmission take(long from, long to, int segmentBytes, long now, Snapshot snapshot) {
        Transmission spare = next;
        if (spare == null) {
            return new Transmission(from, to, segmentBytes, now, snapshot);
        }
        next = spare.later;
        count--;
        spare.later = null;
        spare.begin(from, to, segmentBytes, now, snapshot);
        return spare;
    }

    /** Nobody looks at them any more. */
    void give(List<Transmission> delivered) {
        for (int i = 0; i < delivered.size() && count < MOST; i++) {
            Transmission spare = delivered.get(i);
            spare.later = next;
            next = spare;
            count++;
        }
    }
}
