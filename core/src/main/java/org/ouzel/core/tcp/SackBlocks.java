package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the SACK option of the next acknowledgment says: the ranges that are held beyond RCV.NXT, the latest first (RFC 2018
 * §4), and in front of them what has come twice (RFC 2883 §4). It has no memory of ranges: it tells what is held at that
 * moment. RFC 2018 §8: "Except for the newest segment, all SACK blocks MUST NOT report any old data which is no longer
 * actually held by the receiver."
 */
final class SackBlocks implements Kept {
    private final Reassembly held;

    /** What came twice and has not been told. */
    private Optional<Range> duplicate = Optional.empty();

    SackBlocks(Reassembly held) {
        this.held = held;
    }

    /**
     * Something came that was there already: the first such part of a segment.
     *
     * <p>RFC 2883 §4: "A D-SACK block is only used to report a duplicate contiguous sequence of data received by the
     * receiver in the most recent packet." One that is not told yet gives way.
     */
    void onDuplicate(long from, long to) {
        duplicate = Optional.of(new Range(from, to));
    }

    /** What was held beyond a position has been given up: it is not said of it any more that it came. */
    void onDiscarded(long rcvNxt) {
        duplicate = duplicate.filter(range -> range.to() <= rcvNxt);
    }

    /** Whether something came twice and has not been told. */
    boolean hasDuplicate() {
        return duplicate.isPresent();
    }

    /** The blocks to tell, the first of them a duplicate if there is one. */
    List<Range> blocks(int most) {
        if (duplicate.isEmpty() && held.isEmpty()) {
            return List.of();
        }
        Set<Range> ranges = new LinkedHashSet<>();
        // RFC 2883 §4: "If the D-SACK block reports a duplicate contiguous sequence from a (possibly larger) block of
        // data in the receiver's data queue above the cumulative acknowledgement, then the second SACK block in that
        // SACK option should specify that (possibly larger) block of data."
        duplicate.flatMap(range -> held.around(range.from())).ifPresent(ranges::add);
        // RFC 2018 §4: "The first SACK block (i.e., the one immediately following the kind and length fields in the
        // option) MUST specify the contiguous block of data containing the segment which triggered this ACK, unless
        // that segment advanced the Acknowledgment Number field in the header." And: "The SACK option SHOULD be filled
        // out by repeating the most recently reported SACK blocks (based on first SACK blocks in previous SACK options)
        // that are not subsets of a SACK block already included in the SACK option being constructed."
        held.addLatest(most, ranges);
        List<Range> blocks = new ArrayList<>(most);
        duplicate.ifPresent(blocks::add);
        blocks.addAll(ranges);
        // RFC 2018 §4: "The data receiver SHOULD include as many distinct SACK blocks as possible in the SACK option."
        return blocks.subList(0, Math.min(most, blocks.size()));
    }

    /**
     * An acknowledgment with the first of the blocks has gone out. RFC 2883 §4: "Each duplicate contiguous sequence of data
     * received is reported in at most one D-SACK block."
     */
    void told() {
        duplicate = Optional.empty();
    }

    @Override
    public void keep(Ledger ledger) {
        long from = ledger.entry(duplicate.map(Range::from).orElse(-1L));
        long to = ledger.entry(duplicate.map(Range::to).orElse(-1L));
        duplicate = from < 0 ? Optional.empty() : Optional.of(new Range(from, to));
    }
}
