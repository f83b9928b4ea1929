package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpSegment;

/**
 * The receiving half of a connection: what has come, in order or not, what the user has read of it, and the window that
 * is offered. Positions as in {@link Sender}: the peer's SYN is 0, its data begins at 1.
 */
final class Receiver implements Kept {
    private static final int MAX_WINDOW_SCALE = 14;

    private final Positions positions;
    private final ReceiveBuffer bytes;
    private final Reassembly reassembly = new Reassembly();
    private final SackBlocks sack = new SackBlocks(reassembly);
    private final UrgentRegion urgent = new UrgentRegion();
    private final Counters counters;
    private final Capacity capacity;
    private int windowClamp;
    private long largestWindow = Long.MAX_VALUE;
    private final RightSizing rightSizing = new RightSizing();

    /** How the window grows, where it does not begin with all of the buffer. */
    private @Nullable GrowingWindow growing;

    /** So much unread completes a receive: a quarter of the buffer, before it grows. */
    private final int enough;

    private final long quietNs;

    private long rcvNxt = 1;
    private long readPosition = 1;

    /** The position behind the window that has been offered: it never moves back (RFC 9293 §3.8.6, SHOULD-14). */
    private long windowEnd;

    private long lastOffered;
    private long pushedTo;
    private long lastArrivalAt;

    /** Whether nothing has come for the quiet time since the last arrival, and that was told. */
    private boolean quiet;

    /** Where the peer's FIN stands; -1 while unknown. */
    private long finPosition = -1;

    private boolean finReceived;

    /**
     * Nothing has come but the peer's SYN.
     *
     * @param irs its number
     * @param window what our SYN offers
     */
    Receiver(int irs, int window, TcpSettings settings, Environment environment, Counters counters) {
        this.positions = new Positions(irs);
        this.bytes = new ReceiveBuffer(environment.pages());
        this.counters = counters;
        int start = settings.receiveBuffer().bytes();
        this.capacity = new Capacity(
                environment.pages(), start, settings.receiveBuffer().maxBytes());
        this.enough = Math.max(1, start / 4);
        this.quietNs = settings.times().quietNs();
        this.windowClamp = clamp(settings);
        this.windowEnd = rcvNxt + window;
        this.lastOffered = window;
    }

    private static int clamp(TcpSettings settings) {
        int clamp = settings.tuning().flow().windowClampBytes();
        return clamp > 0 ? clamp : Integer.MAX_VALUE;
    }

    /** By how much our windows are shifted: more than the header can tell then is not offered (RFC 7323 §2.3). */
    void onScale(int shift) {
        largestWindow = (long) TcpSegment.MAX_WINDOW << shift;
        if (growing != null) {
            growing.onScale(shift);
        }
    }

    /**
     * The window grows from what our SYN offers, instead of being all there is room for.
     *
     * @param announcedMss the MSS that we announce
     */
    void growBySegments(int announcedMss) {
        growing = new GrowingWindow(rcvWnd(), announcedMss);
    }

    /** What the user chose has changed. */
    void onSettings(TcpSettings settings) {
        capacity.limit(
                settings.receiveBuffer().bytes(), settings.receiveBuffer().maxBytes());
        windowClamp = clamp(settings);
    }

    /** The window scale that a buffer needs (RFC 7323 §2.2). */
    static int windowScaleFor(int capacity) {
        int scale = 0;
        while (scale < MAX_WINDOW_SCALE && capacity >> scale > 0xffff) {
            scale++;
        }
        return scale;
    }

    /** What an arrival did. */
    enum Arrival {
        /** In order, and nothing was missing before or after. */
        IN_ORDER,
        /** Out of order, a duplicate, or what filled a gap: the sender is to know at once (RFC 5681 §4.2). */
        TELL_AT_ONCE,
        /** There was no memory for it. */
        NO_MEMORY
    }

    /** Data at a position, the part outside the window included: that is cut off here. */
    Arrival onData(long position, Payload payload, boolean pushed, long now) {
        long from = Math.max(position, rcvNxt);
        long to =
                Math.min(position + payload.length(), finPosition >= 0 ? Math.min(finPosition, windowEnd) : windowEnd);
        counters.bytesIn += payload.length();
        counters.duplicateBytesIn += Math.clamp(rcvNxt - position, 0, payload.length());
        counters.beyondWindowBytesIn += Math.clamp(position + payload.length() - windowEnd, 0, payload.length());
        noteDuplicate(position, to);
        if (from >= to) {
            return Arrival.TELL_AT_ONCE;
        }
        if (reassembly.isFullFor(from, to) && from > rcvNxt) {
            return Arrival.NO_MEMORY;
        }
        boolean inOrder = from == rcvNxt && reassembly.isEmpty();
        long stored = store(from, to, payload, position);
        if (stored == from && from == rcvNxt && !reassembly.isEmpty()) {
            discardOutOfOrder();
            inOrder = true;
            stored = store(from, to, payload, position);
        }
        if (stored == from) {
            return Arrival.NO_MEMORY;
        }
        lastArrivalAt = now;
        quiet = false;
        if (pushed && stored == position + payload.length()) {
            pushedTo = Math.max(pushedTo, stored);
        }
        if (growing != null && from == rcvNxt) {
            growing.onInOrder(payload.length(), Math.min(windowClamp, capacity.bytes()));
        }
        if (inOrder) {
            rcvNxt = stored;
            rightSizing.onReceived(rcvNxt, now);
            return sack.hasDuplicate() ? Arrival.TELL_AT_ONCE : Arrival.IN_ORDER;
        }
        reassembly.add(from, stored);
        rcvNxt = reassembly.advance(rcvNxt);
        rightSizing.onReceived(rcvNxt, now);
        return Arrival.TELL_AT_ONCE;
    }

    /**
     * Gives up what has come out of order, which the peer still holds. With no page left for what is missing before it, or with
     * the connection over, it could never be delivered.
     */
    void discardOutOfOrder() {
        reassembly.clear();
        sack.onDiscarded(rcvNxt);
        if (unread() == 0) {
            bytes.clear(rcvNxt);
        } else {
            bytes.releaseFrom(rcvNxt);
        }
    }

    /**
     * Takes note of data that lies outside the window: what was received before, and what is beyond.
     *
     * @param told how much of it is told of if it came twice, the FIN included if that is to be
     */
    void onRefused(long position, int length, int told) {
        long before = Math.clamp(rcvNxt - position, 0, length);
        counters.duplicateBytesIn += before;
        counters.beyondWindowBytesIn += length - before;
        if (told > length) {
            sack.onDuplicate(Math.max(position, 1), position + told);
        } else {
            noteDuplicate(position, position + before);
        }
    }

    /** Takes note of the first contiguous part of a segment that was here already. RFC 2883 §4.2: only that one is told. */
    private void noteDuplicate(long position, long end) {
        long inOrder = inOrderEnd();
        long from = position < inOrder ? Math.max(position, 1) : reassembly.firstReceived(position, end);
        long to = position < inOrder ? Math.min(end, inOrder) : reassembly.firstMissing(from, end);
        if (from < to) {
            sack.onDuplicate(from, to);
        }
    }

    /**
     * Stores what of [from, to) is not there yet: the byte that came first stays.
     *
     * @param position where the payload begins
     * @return up to where all is there now
     */
    private long store(long from, long to, Payload payload, long position) {
        long at = from;
        while (at < to) {
            long missing = reassembly.firstMissing(at, to);
            long end = reassembly.firstReceived(missing, to);
            long stored = missing + bytes.write(missing, payload, (int) (missing - position), (int) (end - missing));
            if (stored < end) {
                return stored;
            }
            at = end;
        }
        return to;
    }

    /** The peer's FIN, standing at a position. One beyond the window is not taken. */
    void onFin(long position) {
        if (finPosition < 0 && position >= rcvNxt && position <= windowEnd) {
            finPosition = position;
        }
    }

    /** Whether it is known where the peer's FIN stands, and not all before it has come. */
    boolean awaitsFin() {
        return finPosition >= 0 && !finReceived;
    }

    /** Passes over the peer's FIN when all that stands before it has come, whichever came last. */
    void passFin() {
        if (!finReceived && rcvNxt == finPosition) {
            rcvNxt++;
            windowEnd = Math.max(windowEnd, rcvNxt);
            finReceived = true;
        }
    }

    /** An urgent pointer. */
    UrgentRegion.Change onUrgent(long pointsTo) {
        return finReceived ? UrgentRegion.Change.NONE : urgent.onPointer(pointsTo, readPosition);
    }

    /** Copies out what is there, in order: at most what fits, and never urgent and normal data in one. */
    ReadResult read(MemorySegment into) {
        boolean inUrgent = urgent.isOutstanding(readPosition);
        int count = (int) Math.min(into.byteSize(), urgent.limit(readPosition, unread()));
        if (count == 0) {
            return ReadResult.NOTHING;
        }
        bytes.read(readPosition, into, count);
        readPosition += count;
        if (unread() == 0 && reassembly.isEmpty()) {
            bytes.clear(rcvNxt);
        } else {
            bytes.releaseBelow(readPosition);
        }
        return inUrgent
                ? new ReadResult(count, urgent.begin(), urgent.isMark(readPosition))
                : new ReadResult(count, false, false);
    }

    /** Copies out what is there from so many bytes on, and leaves it; returns how many bytes. */
    int peek(long offset, MemorySegment into) {
        int count = (int) Math.clamp(unread() - offset, 0, into.byteSize());
        if (count > 0) {
            bytes.peek(readPosition + offset, into, count);
        }
        return count;
    }

    /**
     * A RECEIVE waits for more than there is, with memory that any thread may write to: what comes in order is put there, until it reads or
     * {@link #giveBack} is called.
     */
    void lend(MemorySegment into) {
        if (!isUrgentMode()) {
            bytes.lend(into, readPosition, unread());
        }
    }

    /**
     * A RECEIVE has ended without reading: what it lent is the user's again.
     *
     * @throws IllegalStateException if he has closed its arena: what was in it is lost, and all that has come is dropped with it
     */
    void giveBack() {
        try {
            bytes.giveBack();
        } catch (IllegalStateException lost) {
            discard();
            throw lost;
        }
    }

    /** How many bytes, come or not, stand before the end of the urgent data; 0 if none is outstanding. */
    long urgentAhead() {
        return urgent.ahead(readPosition);
    }

    /** The peer has echoed a timestamp of ours with data, so long after it was sent. */
    void onEcho(long afterNs, long now) {
        rightSizing.onEcho(afterNs, now);
    }

    /** The user has read: if that was much, the buffer grows. */
    void onRead(int mss, long now) {
        capacity.grow(rightSizing.onRead(readPosition, unread(), mss, now));
    }

    /** How much may be held, unread or out of order. */
    int bufferBytes() {
        return capacity.bytes();
    }

    /** Drops what was not read. */
    void discard() {
        readPosition = inOrderEnd();
        reassembly.clear();
        sack.onDiscarded(rcvNxt);
        bytes.clear(rcvNxt);
    }

    /** Whether there is something to read, and nothing has come behind it for the quiet time: that completes a receive, too. */
    boolean isQuiet(long now) {
        return unread() > 0 && now >= Deadline.after(lastArrivalAt, quietNs);
    }

    /** Whether a receive completes by what has come: pushed or urgent data, the end, or a quarter of the buffer. */
    boolean isComplete() {
        long unread = unread();
        boolean wanted = pushedTo > readPosition || urgent.isOutstanding(readPosition);
        return finReceived || unread >= enough || (unread > 0 && wanted);
    }

    /** When a receive completes because nothing more has come. */
    long quietDeadline() {
        boolean waits = !quiet && unread() > 0 && !isComplete();
        return waits ? Deadline.after(lastArrivalAt, quietNs) : Deadline.NONE;
    }

    /** Takes note of the time; returns whether the quiet time has just passed. */
    boolean becomesQuiet(long now) {
        boolean becomes = now >= quietDeadline();
        quiet |= becomes;
        return becomes;
    }

    /**
     * The window to offer now, from RCV.NXT on. It opens only by steps worth telling (RFC 9293 §3.8.6.2.2), and what was
     * offered stays offered.
     */
    long offerWindow(int mss, long now) {
        // What is told is rounded down to the scale, so that its end may move back by less than that. RFC 7323 §2.4:
        // "The receiver MUST honor, as in window, any segment that would have been in window for any <ACK> sent by
        // the receiver." And: "When window scaling is in effect, the receiver SHOULD track the actual maximum window
        // sequence number".
        long end = growing == null ? roomEnd(mss) : Math.max(kept(growing), next(mss)) + rcvNxt;
        if (end > windowEnd) {
            windowEnd = end;
            rightSizing.onOffered(windowEnd, now);
        }
        lastOffered = windowEnd - rcvNxt;
        return lastOffered;
    }

    /** What was offered and is left, in steps of the scale if the buffer has room for that: else a peer could fill more than it. */
    private long kept(GrowingWindow window) {
        long left = windowEnd - rcvNxt;
        long rounded = window.roundedUp(left);
        return rounded <= free() ? rounded : left;
    }

    private long roomEnd(int mss) {
        return wouldOpenBy(mss) ? rcvNxt + free() : windowEnd;
    }

    /** What a window that grows would be now. */
    private long next(int mss) {
        GrowingWindow window = Objects.requireNonNull(growing);
        return Math.min(window.bytes(free(), Math.min(capacity.bytes(), windowClamp), lastOffered, mss), largestWindow);
    }

    /** Whether the window that would be offered now is no smaller than the last one. */
    boolean keepsWindow(int mss) {
        return growing == null || next(mss) >= lastOffered;
    }

    /**
     * Whether so much was read that the peer should know, though it has sent nothing: two segments and as much again as was offered. While
     * more than half of the room stands offered, what comes next tells of the rest with its acknowledgment.
     */
    boolean isWorthTelling(int mss) {
        long offered = windowEnd - rcvNxt;
        if (growing == null) {
            return wouldOpenBy(2 * mss) && free() >= 2 * offered;
        }
        long next = 2 * offered <= Math.min(windowClamp, largestWindow) ? next(mss) : 0;
        return next > 0 && next >= 2 * offered;
    }

    /** Whether the window has so much more room than was offered that the peer should be told. */
    boolean wouldOpenBy(int mss) {
        return rcvNxt + free() - windowEnd >= Math.min(Math.max(capacity.bytes() / 2, 1), mss);
    }

    private long free() {
        return Math.min(capacity.bytes() - unread(), Math.min(windowClamp, largestWindow));
    }

    /** Bytes in order that the user has not read. */
    long unread() {
        return inOrderEnd() - readPosition;
    }

    /** The position behind the last byte of data that has come in order. */
    private long inOrderEnd() {
        return rcvNxt - (finReceived ? 1 : 0);
    }

    /** The SACK blocks of an acknowledgment that goes out now, the most important first. */
    List<SackBlock> sackBlocks(int most) {
        List<Range> blocks = sack.blocks(most);
        return blocks.isEmpty() ? List.of() : blocks.stream().map(this::block).toList();
    }

    private SackBlock block(Range range) {
        return new SackBlock(positions.sequence(range.from()), positions.sequence(range.to()));
    }

    /** At least the first of the SACK blocks has gone out. */
    void sackTold() {
        sack.told();
    }

    /** When data came last. */
    long lastArrivalAt() {
        return lastArrivalAt;
    }

    boolean isUrgentMode() {
        return urgent.isOutstanding(readPosition);
    }

    /** Whether the peer has closed and all that it sent has been read. */
    boolean isAtEnd() {
        return finReceived && unread() == 0;
    }

    /** Whether something is missing before what has been received. */
    boolean hasGap() {
        return !reassembly.isEmpty();
    }

    boolean isFinReceived() {
        return finReceived;
    }

    long rcvNxt() {
        return rcvNxt;
    }

    /** RCV.WND: from RCV.NXT to the end of what has been offered. */
    long rcvWnd() {
        return windowEnd - rcvNxt;
    }

    Positions positions() {
        return positions;
    }

    /** Whether nothing is held, in order or not. */
    boolean isAtRest() {
        return unread() == 0 && reassembly.isEmpty();
    }

    @Override
    public void keep(Ledger ledger) {
        bytes.keep(ledger);
        sack.keep(ledger);
        urgent.keep(ledger);
        capacity.keep(ledger);
        rightSizing.keep(ledger);
        if (growing != null) {
            growing.keep(ledger);
        }
        rcvNxt = ledger.entry(rcvNxt);
        readPosition = ledger.entry(readPosition);
        windowEnd = ledger.entry(windowEnd);
        lastOffered = ledger.entry(lastOffered);
        pushedTo = ledger.entry(pushedTo);
        lastArrivalAt = ledger.entry(lastArrivalAt);
        quiet = ledger.entry(quiet);
        finPosition = ledger.entry(finPosition);
        finReceived = ledger.entry(finReceived);
    }
}
