package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.SackBlock;

/**
 * What the SACK option of a segment tells, as positions.
 *
 * @param duplicate what the peer has got twice (RFC 2883)
 * @param held what it holds beyond what it acknowledges (RFC 2018)
 */
record SelectiveAcknowledgment(Optional<Range> duplicate, List<Range> held) {
    static final SelectiveAcknowledgment NONE = new SelectiveAcknowledgment(Optional.empty(), List.of());

    /**
     * Takes the blocks of a segment. Those that cannot be are passed over.
     *
     * @param position what the segment acknowledges
     */
    static SelectiveAcknowledgment of(List<SackBlock> blocks, Positions positions, long position, long sndNxt) {
        if (blocks.isEmpty()) {
            return NONE;
        }
        List<Range> ranges = new ArrayList<>();
        for (SackBlock block : blocks) {
            long from = positions.nearest(block.left(), position);
            long to = positions.nearest(block.right(), position);
            if (from < to && to <= sndNxt) {
                ranges.add(new Range(from, to));
            }
        }
        Optional<Range> duplicate = duplicate(ranges, position);
        List<Range> held = ranges.stream()
                .skip(duplicate.isPresent() ? 1 : 0)
                // What begins at the acknowledgment would have been acknowledged. A peer that gives up what it has
                // told before (RFC 2018 §8) does not tell of it again.
                .filter(range -> range.from() > position)
                .toList();
        return new SelectiveAcknowledgment(duplicate, held);
    }

    /** The position behind all that it tells to be held; 0 if nothing is. */
    long highest() {
        long highest = 0;
        for (int i = 0; i < held.size(); i++) {
            highest = Math.max(highest, held.get(i).to());
        }
        return highest;
    }

    // RFC 2883 §4: the first block tells of a duplicate if it lies below the acknowledgment, or in the second block.
    private static Optional<Range> duplicate(List<Range> ranges, long position) {
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        Range first = ranges.getFirst();
        boolean isBelow = first.to() <= position;
        boolean isWithin = ranges.size() > 1 && ranges.get(1).contains(first);
        return isBelow || isWithin ? Optional.of(first) : Optional.empty();
    }
}
