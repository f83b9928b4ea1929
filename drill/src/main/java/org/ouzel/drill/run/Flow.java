package org.ouzel.drill.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.drill.script.Amount;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.OptionList;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpOption;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Segment;

/**
 * A connection between the script's numbers and those of the wire. The other host's are what the script says. Those of the host under
 * test are learned from its SYN: behind that a script counts from it, while a SYN itself has the number that is written.
 */
final class Flow {
    private final int localPort;
    private final int remotePort;
    private final Map<Long, Long> stamps = new HashMap<>();
    private final boolean opensActively;
    private boolean heard;
    private boolean sent;
    private int remoteIsn;
    private long writtenLocalIsn;
    private int localIsn;
    private long firstWritten;
    private long firstStamp;

    /**
     * A connection that begins.
     *
     * @param opensActively whether the host under test does
     */
    Flow(int localPort, int remotePort, boolean opensActively) {
        this.localPort = localPort;
        this.remotePort = remotePort;
        this.opensActively = opensActively;
    }

    int localPort() {
        return localPort;
    }

    int remotePort() {
        return remotePort;
    }

    /** Whether a place is that of the host's SYN, before anything else was heard: the number is the one that is written. */
    boolean isSyn(SequenceRange range) {
        return opensActively && !heard && range.length() == 0;
    }

    /** Whether a segment of the host under test belongs to it. */
    boolean has(Ports outbound) {
        return outbound.source() == localPort && outbound.destination() == remotePort;
    }

    /**
     * Whether a request from the other host may belong to it: it answers ours, or it comes again. A host that listens has answered
     * already where the same number may as well begin another connection, unless the ports say that it is this one.
     */
    boolean takesRequest(long isn, boolean named) {
        return heard ? remoteIsn == (int) isn && (named || opensActively || !sent) : opensActively;
    }

    /** Whether a request has come that the host under test has not agreed to. */
    boolean isUnanswered() {
        return heard && !sent;
    }

    // ---- To the host under test

    /** The segment that a script has come in. */
    Segment inbound(TcpSpec spec) throws CannotBeSent {
        boolean syn = spec.flags().has(FlagSet.SYN);
        SequenceRange range = spec.sequence().orElseThrow(() -> new CannotBeSent("a segment without its place"));
        long start = range.start().orElseThrow(() -> new CannotBeSent("a segment without its place"));
        if (syn && !heard) {
            heard = true;
            remoteIsn = (int) start;
        }
        return new Segment(
                spec.ports().orElseGet(() -> new Ports(remotePort, localPort)),
                syn || range.absolute() ? (int) start : remoteIsn + (int) start,
                spec.flags().has(FlagSet.ACK) ? localOf(number(spec.acknowledgment(), "ack"), syn) : 0,
                spec.flags(),
                (int) number(spec.window(), "win"),
                (int) number(spec.urgent(), "urg"),
                inbound(spec.options()),
                range.length());
    }

    private static long number(Optional<Amount> amount, String what) throws CannotBeSent {
        if (amount.isEmpty()) {
            return 0;
        }
        if (amount.get() instanceof Amount.Exactly exactly) {
            return exactly.value();
        }
        throw new CannotBeSent("a segment whose " + what + " is left open");
    }

    /** A number of the host under test, as the wire has it. */
    int localOf(long written, boolean syn) {
        return localIsn + (int) (syn ? written - writtenLocalIsn : written);
    }

    private List<TcpOption> inbound(OptionList options) throws CannotBeSent {
        return switch (options) {
            case OptionList.Listed listed ->
                listed.options().stream().map(this::inbound).toList();
            case OptionList.Unchecked _ -> throw new CannotBeSent("a segment whose options are left open");
        };
    }

    private TcpOption inbound(TcpOption option) {
        return switch (option) {
            case TcpOption.Sack sack ->
                new TcpOption.Sack(sack.blocks().stream()
                        .map(block -> new TcpOption.Block(localOf(block.left(), false), localOf(block.right(), false)))
                        .toList());
            case TcpOption.Timestamps(Amount value, Amount.Exactly(long echo), boolean absolute)
            when !absolute ->
                new TcpOption.Timestamps(value, Amount.of(echo == 0 && stamps.isEmpty() ? 0 : stampOf(echo)), false);
            default -> option;
        };
    }

    /** What the host under test has sent where the script has written this; where it has not, what it would be by the first. */
    private long stampOf(long written) {
        return Integer.toUnsignedLong((int) (long) stamps.getOrDefault(written, written - firstWritten + firstStamp));
    }

    // ---- From the host under test

    /** The host's SYN is where the script has written one. */
    void learn(TcpSpec written, Segment actual) {
        written.sequence().ifPresent(range -> {
            writtenLocalIsn = range.start().orElse(0);
            localIsn = actual.sequence();
        });
        sent = true;
    }

    /** The host's timestamp is where the script has written one. */
    void learnStamps(TcpSpec written, Segment actual) {
        Optional<Amount> value = stamps(written.options()).map(TcpOption.Timestamps::value);
        Optional<Long> live = stamps(new OptionList.Listed(actual.options()))
                .map(TcpOption.Timestamps::value)
                .map(amount -> ((Amount.Exactly) amount).value());
        if (live.isPresent() && value.isPresent() && value.get() instanceof Amount.Exactly(long exactly)) {
            if (stamps.isEmpty()) {
                firstWritten = exactly;
                firstStamp = live.get();
            }
            stamps.put(exactly, live.get());
        }
    }

    private static Optional<TcpOption.Timestamps> stamps(OptionList options) {
        return options instanceof OptionList.Listed listed
                ? listed.options().stream()
                        .filter(TcpOption.Timestamps.class::isInstance)
                        .map(TcpOption.Timestamps.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    /** The first timestamp that the script has written for the host. */
    long firstStamp() {
        return firstWritten;
    }

    /** A segment of the host, in the script's numbers. */
    TcpSpec outbound(Segment segment) {
        boolean syn = segment.has(FlagSet.SYN);
        long start = Integer.toUnsignedLong(segment.sequence() - localIsn + (syn ? (int) writtenLocalIsn : 0));
        long acknowledgment =
                Integer.toUnsignedLong(syn ? segment.acknowledgment() : segment.acknowledgment() - remoteIsn);
        return new TcpSpec(
                Optional.empty(),
                segment.flags(),
                Optional.of(SequenceRange.of(start, segment.length())),
                segment.has(FlagSet.ACK) ? Optional.of(Amount.of(acknowledgment)) : Optional.empty(),
                Optional.of(Amount.of(segment.window())),
                segment.has(FlagSet.URG) ? Optional.of(Amount.of(segment.urgent())) : Optional.empty(),
                new OptionList.Listed(
                        segment.options().stream().map(this::outbound).toList()));
    }

    private TcpOption outbound(TcpOption option) {
        return switch (option) {
            case TcpOption.Sack sack ->
                new TcpOption.Sack(sack.blocks().stream()
                        .map(block -> new TcpOption.Block(remote(block.left()), remote(block.right())))
                        .toList());
            case TcpOption.Timestamps(Amount.Exactly(long value), Amount echo, boolean absolute)
            when !stamps.isEmpty() ->
                new TcpOption.Timestamps(
                        Amount.of(Integer.toUnsignedLong((int) (value - firstStamp + firstWritten))), echo, absolute);
            default -> option;
        };
    }

    /** The place of a segment that came, in the script's numbers. That of a SYN, which alone has the first one, is the wire's. */
    SequenceRange cameAt(int sequence, int length) {
        return SequenceRange.of(sequence == remoteIsn ? Integer.toUnsignedLong(sequence) : remote(sequence), length);
    }

    /** Whether a place that is written is that of a segment that came. */
    boolean hasCome(SequenceRange written, int sequence, int length) {
        long start = written.absolute()
                ? Integer.toUnsignedLong(sequence)
                : cameAt(sequence, length).start().orElseThrow();
        return written.start().orElse(start) == start && written.length() == length;
    }

    private long remote(long number) {
        return Integer.toUnsignedLong((int) number - remoteIsn);
    }
}
