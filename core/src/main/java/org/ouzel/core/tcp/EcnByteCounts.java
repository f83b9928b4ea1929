package org.ouzel.core.tcp;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Map<EcnCodepoint, Long> bytes = new EnumMap<>(EcnCodepoint.class);

    /** Which have changed at all, and which since they were told last. */
    private final Set<EcnCodepoint> changed = EnumSet.noneOf(EcnCodepoint.class);

    private final Set<EcnCodepoint> untold = EnumSet.noneOf(EcnCodepoint.class);

    EcnByteCounts() {
        bytes.put(EcnCodepoint.ECT_0, FIRST_OF_ECT);
        bytes.put(EcnCodepoint.ECT_1, FIRST_OF_ECT);
        bytes.put(EcnCodepoint.CE, 0L);
    }

    /** So many bytes have come with a codepoint. */
    void add(EcnCodepoint codepoint, int count) {
        if (codepoint == EcnCodepoint.NOT_ECT || count == 0) {
            return;
        }
        bytes.merge(codepoint, (long) count, Long::sum);
        changed.add(codepoint);
        untold.add(codepoint);
    }

    /** Whether the peer does not know all. */
    boolean isUntold() {
        return !untold.isEmpty();
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
        Set<EcnCodepoint> matter = untold.isEmpty() ? changed : untold;
        return last(Order.ECT_1_FIRST, matter) < last(Order.ECT_0_FIRST, matter)
                ? Order.ECT_1_FIRST
                : Order.ECT_0_FIRST;
    }

    /** How many fields of an option tell all of these. */
    private static int last(Order order, Set<EcnCodepoint> codepoints) {
        return codepoints.stream()
                .mapToInt(codepoint -> order.codepoints().indexOf(codepoint) + 1)
                .max()
                .orElse(0);
    }

    /** An option has gone out. */
    void told() {
        untold.clear();
    }

    /**
     * The peer has told its counters. RFC 9768 §3.2.3.1: each has grown by the least that makes it what the field says.
     *
     * @return by how much the bytes with CE have grown
     */
    long learn(AccurateEcnOption option) {
        long before = bytes(EcnCodepoint.CE);
        for (EcnCodepoint codepoint : option.order().codepoints()) {
            option.bytes(codepoint).ifPresent(field -> {
                long own = bytes(codepoint);
                bytes.put(codepoint, own + ((field - own) & FIELD_MASK));
            });
        }
        return bytes(EcnCodepoint.CE) - before;
    }

    /** A counter; that of NOT_ECT does not exist. */
    long bytes(EcnCodepoint codepoint) {
        return bytes.getOrDefault(codepoint, 0L);
    }

    @Override
    public void keep(Ledger ledger) {
        for (EcnCodepoint codepoint : Order.ECT_0_FIRST.codepoints()) {
            bytes.put(codepoint, ledger.entry(bytes(codepoint)));
            keep(codepoint, changed, ledger);
            keep(codepoint, untold, ledger);
        }
    }

    private static void keep(EcnCodepoint codepoint, Set<EcnCodepoint> in, Ledger ledger) {
        if (ledger.entry(in.contains(codepoint))) {
            in.add(codepoint);
        }
    }
}
