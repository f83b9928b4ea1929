package org.ouzel.core.tcp;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.EcnCodepoint;

/**
 * How many bytes of data have come with each codepoint, and which of that the peer has not been told (RFC 9768 §3.2.3): r.ceb,
 * r.e0b and r.e1b, or at the other end s.ceb, s.e0b and s.e1b.
 */
final class EcnByteCounts implements Kept {
    /** RFC 9768 §3.2.1: those of ECT begin at one, so that a counter that was zeroed on the way can be told. */
    static final long FIRST_OF_ECT = 1;

    private static final long FIELD_MASK = 0xff_ffff;

    private long ect0Bytes = FIRST_OF_ECT;
    private long ect1Bytes = FIRST_OF_ECT;
    private long ceBytes;

    /** Which have changed at all, and which since they were told last: a bit for each. */
    private int changed;

    private int untold;

    /** So many bytes have come with a codepoint. */
    void add(EcnCodepoint codepoint, int count) {
        if (codepoint == EcnCodepoint.NOT_ECT || count == 0) {
            return;
        }
        grow(codepoint, count);
        changed |= bit(codepoint);
        untold |= bit(codepoint);
    }

    private void grow(EcnCodepoint codepoint, long count) {
        switch (codepoint) {
            case NOT_ECT -> throw new AssertionError("there is no counter of " + codepoint);
            case ECT_0 -> ect0Bytes += count;
            case ECT_1 -> ect1Bytes += count;
            case CE -> ceBytes += count;
        }
    }

    private static int bit(EcnCodepoint codepoint) {
        return 1 << codepoint.in(0);
    }

    /** Whether the peer does not know all. */
    boolean isUntold() {
        return untold != 0;
    }

    /**
     * The counters as an option. RFC 9768 §3.2.3.3: a field for every counter that has changed at some time, if there is room; those
     * that have changed since they were told last, or nothing.
     *
     * @param fits whether an option of a length has room
     * @param all whether all three are told that there is room for, changed or not
     */
    Optional<AccurateEcnOption> option(IntPredicate fits, boolean all) {
        Order order = order();
        int least = last(order, untold);
        for (int count = all ? AccurateEcnOption.MAX_FIELDS : last(order, changed); count >= least; count--) {
            if (fits.test(AccurateEcnOption.lengthOf(count))) {
                return Optional.of(option(order, count));
            }
        }
        return Optional.empty();
    }

    private AccurateEcnOption option(Order order, int count) {
        List<Integer> fields = order.codepoints().subList(0, count).stream()
                .map(codepoint -> (int) (bytes(codepoint) & FIELD_MASK))
                .toList();
        return new AccurateEcnOption(order, fields);
    }

    /** The order that needs fewer fields: those first that have news. */
    private Order order() {
        int matter = untold == 0 ? changed : untold;
        return last(Order.ECT_1_FIRST, matter) < last(Order.ECT_0_FIRST, matter)
                ? Order.ECT_1_FIRST
                : Order.ECT_0_FIRST;
    }

    /** How many fields of an option tell all of these. */
    private static int last(Order order, int codepoints) {
        int last = 0;
        for (int field = 1; field <= AccurateEcnOption.MAX_FIELDS; field++) {
            boolean told = (codepoints & bit(order.codepoints().get(field - 1))) != 0;
            last = told ? field : last;
        }
        return last;
    }

    /** An option has gone out. */
    void told() {
        untold = 0;
    }

    /**
     * The peer has told its counters. RFC 9768 §3.2.3.1: each has grown by the least that makes it what the field says.
     *
     * @return by how much the bytes with CE have grown
     */
    long learn(AccurateEcnOption option) {
        long before = bytes(EcnCodepoint.CE);
        for (EcnCodepoint codepoint : option.order().codepoints()) {
            option.bytes(codepoint).ifPresent(field -> grow(codepoint, (field - bytes(codepoint)) & FIELD_MASK));
        }
        return bytes(EcnCodepoint.CE) - before;
    }

    /** A counter; that of NOT_ECT does not exist. */
    long bytes(EcnCodepoint codepoint) {
        return switch (codepoint) {
            case NOT_ECT -> 0;
            case ECT_0 -> ect0Bytes;
            case ECT_1 -> ect1Bytes;
            case CE -> ceBytes;
        };
    }

    @Override
    public void keep(Ledger ledger) {
        ect0Bytes = ledger.entry(ect0Bytes);
        ect1Bytes = ledger.entry(ect1Bytes);
        ceBytes = ledger.entry(ceBytes);
        changed = ledger.entry(changed);
        untold = ledger.entry(untold);
    }
}
