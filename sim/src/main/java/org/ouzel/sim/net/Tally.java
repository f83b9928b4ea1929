package org.ouzel.sim.net;

/** Counts what befalls packets. */
final class Tally {
    private long entered;
    private long left;
    private long lost;
    private long overflowed;
    private long shed;
    private long tooLarge;
    private long cut;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long truncated;
    private long padded;

    void onEntered() {
        entered++;
    }

    void onLeft() {
        left++;
    }

    void onDropped(WireDrop why) {
        switch (why) {
            case LOST -> lost++;
            case OVERFLOWED -> overflowed++;
            case SHED -> shed++;
            case TOO_LARGE -> tooLarge++;
            case CUT -> cut++;
        }
    }

    void onDuplicated() {
        duplicated++;
    }

    void onReordered() {
        reordered++;
    }

    /** A truncation or padding for which there was no room is none. */
    void onDamaged(Damage damage, long bytesBefore, long bytesAfter) {
        switch (damage) {
            case Damage.Burst _, Damage.Scattered _ -> corrupted++;
            case Damage.Truncation _ -> truncated += bytesAfter < bytesBefore ? 1 : 0;
            case Damage.Padding _ -> padded += bytesAfter > bytesBefore ? 1 : 0;
        }
    }

    FaultCounts counts(long marked) {
        return new FaultCounts(
                entered,
                left,
                lost,
                overflowed,
                shed,
                tooLarge,
                cut,
                marked,
                duplicated,
                reordered,
                corrupted,
                truncated,
                padded);
    }
}
