package org.ouzel.drill.run;

import java.util.List;
import java.util.Optional;
import org.ouzel.drill.script.Amount;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.Notation;
import org.ouzel.drill.script.OptionList;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpOption;
import org.ouzel.drill.script.TcpSpec;

/**
 * What a segment has otherwise than it is written.
 *
 * @param judgement how strictly
 * @param stampTickUs how long a tick of the script's timestamps is, in microseconds; 0 does not compare them
 */
record Difference(Judgement judgement, long stampTickUs) {
    /** A tick of the timestamps of hosts under test, in microseconds. */
    private static final long TICK_US = 1000;

    /**
     * The first thing that differs, for people; empty if nothing does.
     *
     * @param written the script's
     * @param actual what was sent, in the script's numbers
     * @param firstStamp the script's first timestamp of this connection
     */
    Optional<String> between(TcpSpec written, TcpSpec actual, long firstStamp) {
        return flags(written.flags(), actual.flags())
                .or(() -> place(written.sequence(), actual.sequence()))
                .or(() -> amount("acknowledgment", written.acknowledgment(), actual.acknowledgment()))
                .or(() -> judgement.window() ? amount("window", written.window(), actual.window()) : Optional.empty())
                .or(() -> amount("urgent pointer", written.urgent(), actual.urgent()))
                .or(() -> options(written, actual, firstStamp));
    }

    private Optional<String> flags(FlagSet written, FlagSet actual) {
        int compared = judgement.push() ? -1 : ~FlagSet.PSH;
        return (written.bits() & compared) == (actual.bits() & compared)
                ? Optional.empty()
                : Optional.of("flags: " + Notation.of(actual) + " instead of " + Notation.of(written));
    }

    private static Optional<String> place(Optional<SequenceRange> written, Optional<SequenceRange> actual) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        SequenceRange wanted = written.get();
        SequenceRange found = actual.orElseThrow();
        if (wanted.start().isPresent() && !wanted.start().equals(found.start())) {
            return Optional.of("sequence number: " + found.start().orElse(0) + " instead of "
                    + wanted.start().getAsLong());
        }
        return wanted.length() == found.length()
                ? Optional.empty()
                : Optional.of("length: " + found.length() + " instead of " + wanted.length());
    }

    private static Optional<String> amount(String what, Optional<Amount> written, Optional<Amount> actual) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        long found = actual.map(Difference::exact).orElse(0L);
        return written.get().allows(found)
                ? Optional.empty()
                : Optional.of(what + ": " + found + " instead of " + exact(written.get()));
    }

    private static long exact(Amount amount) {
        return amount instanceof Amount.Exactly(long value) ? value : 0;
    }

    // ---- Options

    private Optional<String> options(TcpSpec written, TcpSpec actual, long firstStamp) {
        if (!(written.options() instanceof OptionList.Listed wanted)
                || !(actual.options() instanceof OptionList.Listed found)) {
            return Optional.empty();
        }
        boolean set = !judgement.optionsInOrder() && written.flags().has(FlagSet.SYN);
        List<TcpOption> left = set ? withoutPadding(wanted.options()) : wanted.options();
        List<TcpOption> right = set ? withoutPadding(found.options()) : found.options();
        boolean same = left.size() == right.size()
                && (set ? haveAll(left, right, firstStamp) : haveInOrder(left, right, firstStamp));
        return same ? Optional.empty() : Optional.of("options");
    }

    private static List<TcpOption> withoutPadding(List<TcpOption> options) {
        return options.stream()
                .filter(option -> !(option instanceof TcpOption.NoOperation || option instanceof TcpOption.EndOfList))
                .toList();
    }

    private boolean haveAll(List<TcpOption> written, List<TcpOption> actual, long firstStamp) {
        return written.stream().allMatch(one -> actual.stream().anyMatch(other -> same(one, other, firstStamp)));
    }

    private boolean haveInOrder(List<TcpOption> written, List<TcpOption> actual, long firstStamp) {
        for (int i = 0; i < written.size(); i++) {
            if (!same(written.get(i), actual.get(i), firstStamp)) {
                return false;
            }
        }
        return true;
    }

    private boolean same(TcpOption written, TcpOption actual, long firstStamp) {
        return switch (written) {
            case TcpOption.MaximumSegmentSize mss ->
                actual instanceof TcpOption.MaximumSegmentSize found && allows(mss.bytes(), found.bytes());
            case TcpOption.WindowScale scale ->
                actual instanceof TcpOption.WindowScale found && allows(scale.shift(), found.shift());
            case TcpOption.Timestamps stamps ->
                actual instanceof TcpOption.Timestamps found && same(stamps, found, firstStamp);
            case TcpOption.Md5 md5 when md5.digest().isEmpty() -> actual instanceof TcpOption.Md5;
            case TcpOption.AccurateEcn ecn -> actual instanceof TcpOption.AccurateEcn found && same(ecn, found);
            default -> written.equals(actual);
        };
    }

    private boolean same(TcpOption.Timestamps written, TcpOption.Timestamps actual, long firstStamp) {
        if (judgement.echo() && !allows(written.echo(), actual.echo())) {
            return false;
        }
        if (stampTickUs == 0 || !(written.value() instanceof Amount.Exactly(long value))) {
            return true;
        }
        long wantedUs = (value - firstStamp) * stampTickUs;
        long foundUs = (exact(actual.value()) - firstStamp) * TICK_US;
        return Math.abs(wantedUs - foundUs) <= Math.max(TICK_US, judgement.toleranceNs() / TICK_US);
    }

    private static boolean same(TcpOption.AccurateEcn written, TcpOption.AccurateEcn actual) {
        boolean same = written.order() == actual.order()
                && written.experimental() == actual.experimental()
                && written.counters().size() == actual.counters().size();
        for (int i = 0; same && i < written.counters().size(); i++) {
            same = allows(written.counters().get(i), actual.counters().get(i));
        }
        return same;
    }

    private static boolean allows(Amount written, Amount actual) {
        return written.allows(exact(actual));
    }
}
