package org.ouzel.core.wire;

import java.util.EnumMap;
import java.util.Map;

/** How often input was dropped, by reason. */
public final class Drops {
    private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);

    /** Counts one. */
    public void count(DropReason reason) {
        counts.merge(reason, 1L, Long::sum);
    }

    /** The counts of one moment; reasons that never were are left out. */
    public Map<DropReason, Long> snapshot() {
        return new EnumMap<>(counts);
    }
}
