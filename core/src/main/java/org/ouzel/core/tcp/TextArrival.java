package org.ouzel.core.tcp;

import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.OptionLengths;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** What becomes of a segment's text: the sixth to the eighth step of RFC 9293 §3.10.7.4, with the urgent pointer and the FIN. */
final class TextArrival implements Kept {
    /** What has come of a segment. */
    enum Outcome {
        /** What was to be expected: what the peer is to be told may be told together with what else has come. */
        EXPECTED,
        /** Nothing that changes the connection's state. */
        GOES_ON,
        /** There is data, and nobody who will read it. */
        LOST,
        /** The peer's FIN stands behind what has come. */
        PEER_CLOSES
    }

    private final Session session;
    private final Sender sender;
    private final Receiver receiver;
    private final TimestampClock timestamps;
    private final Negotiated negotiated;
    private final AckTiming acks;
    private final Patience patience;
    private final LateSegments late;

    /** Whether nobody will read any more. */
    private boolean forsaken;

    TextArrival(Parts parts) {
        this.session = parts.session();
        this.sender = parts.sender();
        this.receiver = parts.receiver();
        this.timestamps = parts.timestamps();
        this.negotiated = parts.negotiated();
        this.acks = parts.acks();
        this.patience = parts.patience();
        this.late = new LateSegments(timestamps.recent());
    }

    /** Nobody will read any more. */
    void forsake() {
        forsaken = true;
    }

    /** Whether a segment whose timestamp is old was only late. */
    boolean isLate(TcpSegment segment, long position) {
        return negotiated.isStamped(segment)
                && late.mayBeLate(position, segment.options().tsValue());
    }

    /**
     * A segment that is acceptable, with its place.
     *
     * @param answerable whether we may still send
     */
    Outcome onSegment(TcpSegment segment, long position, boolean answerable, long now) {
        // RFC 9293 §3.10.7.4: "If the user has already been signaled ... for this continuous sequence of urgent data,
        // do not signal the user again."
        if (segment.has(TcpFlags.URG)
                && receiver.onUrgent(position + segment.urgentPointer()) == UrgentRegion.Change.BEGINS) {
            session.signal(Signal.URGENT);
        }
        long text = begin(segment, position);
        int length = segment.payload().length();
        // RFC 9293 §3.6.1: "if new data is received after CLOSE is called, its TCP implementation SHOULD send a RST to
        // show that data was lost" (SHLD-3)
        if (forsaken && length > 0 && text + length > receiver.rcvNxt()) {
            return Outcome.LOST;
        }
        Outcome outcome = length > 0 ? onText(segment, text, answerable, now) : Outcome.EXPECTED;
        return segment.has(TcpFlags.FIN) || receiver.awaitsFin() ? onEnd(segment, text + length) : outcome;
    }

    /** Where its text begins: behind a SYN. */
    private static long begin(TcpSegment segment, long position) {
        return position + (segment.has(TcpFlags.SYN) ? 1 : 0);
    }

    private Outcome onEnd(TcpSegment segment, long end) {
        if (segment.has(TcpFlags.FIN)) {
            receiver.onFin(end);
        }
        receiver.passFin();
        if (receiver.isFinReceived()) {
            return Outcome.PEER_CLOSES;
        }
        if (segment.has(TcpFlags.FIN)) {
            acks.atOnce();
        }
        return Outcome.GOES_ON;
    }

    /** Text that begins at a position. */
    Outcome onText(TcpSegment segment, long position, boolean answerable, long now) {
        session.counters().dataSegmentsIn++;
        long echoedAtNs = timestamps.echoedAtNs(negotiated.echoReply(segment), now);
        if (echoedAtNs != TimestampClock.NOT_ECHOED) {
            receiver.onEcho(now - echoedAtNs, now);
        }
        long before = receiver.rcvNxt();
        boolean hadGap = receiver.hasGap();
        // What comes with a SYN is all that its sender could say so far.
        boolean pushed = segment.has(TcpFlags.PSH) || segment.has(TcpFlags.SYN);
        boolean each = acks.isQuick();
        Receiver.Arrival arrival = receiver.onData(position, segment.payload(), pushed, now);
        switch (arrival) {
            case IN_ORDER -> acks.onInOrder(inOrder(segment, before, answerable), now);
            case TELL_AT_ONCE -> acks.atOnce();
            case NO_MEMORY -> {
                session.drop(DropReason.NO_MEMORY);
                acks.atOnce();
            }
        }
        late.onText(receiver.rcvNxt(), receiver.rcvWnd(), hadGap || receiver.hasGap(), timestamps.recent());
        if (receiver.rcvNxt() > before) {
            patience.onProgress(now);
            session.signal(Signal.READABLE);
        }
        boolean tellsOfEach = each && acks.isDue();
        return arrival == Receiver.Arrival.IN_ORDER && !tellsOfEach ? Outcome.EXPECTED : Outcome.GOES_ON;
    }

    private AckTiming.InOrder inOrder(TcpSegment segment, long before, boolean answerable) {
        return new AckTiming.InOrder(
                (int) (receiver.rcvNxt() - before),
                Math.min(segment.payload().length(), session.announcedMss()), // a link may have joined several
                segment.has(TcpFlags.PSH),
                answerable && asks(segment),
                receiver.keepsWindow(sender.mss()),
                sender.rtt());
    }

    /** Whether the peer had no more to say, and was not kept from it by our window, which it may probe with little. */
    private boolean asks(TcpSegment segment) {
        return segment.has(TcpFlags.PSH)
                && !segment.has(TcpFlags.URG)
                && segment.payload().length() < session.announcedMss() - OptionLengths.MAX
                && receiver.rcvWnd() >= session.announcedMss();
    }

    /** A segment that is not acceptable: it may have come a second time. */
    void onRefused(TcpSegment segment, long position) {
        int text = segment.payload().length();
        boolean ends = segment.has(TcpFlags.FIN)
                && receiver.isFinReceived()
                && position + text + 1 == receiver.rcvNxt()
                && session.settings().tuning().habits().answers().endsInBlocks();
        receiver.onRefused(begin(segment, position), text, ends ? text + 1 : text);
    }

    @Override
    public void keep(Ledger ledger) {
        forsaken = ledger.entry(forsaken);
        late.keep(ledger);
    }
}
