package org.ouzel.core.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.core.node.TimeWaits.Resting;
import org.ouzel.core.tcp.SegmentOutput;
import org.ouzel.core.tcp.Tcb;

/** What follows from everything that happens to a block: it sends, its deadline and its state are noted, and its owner is to be told. */
final class Settling {
    private final Members members;
    private final Transitions transitions;
    private final FastOpens fastOpens;
    private final SegmentOutput segments;
    private final int mostTimeWaits;
    private final Deque<Tcb> touched = new ArrayDeque<>();
    private long latest = Long.MIN_VALUE;

    /**
     * With nothing to be told.
     *
     * @param segments where segments go
     * @param mostTimeWaits the most connections in TIME-WAIT at a time
     */
    Settling(Members members, Transitions transitions, FastOpens fastOpens, SegmentOutput segments, int mostTimeWaits) {
        this.members = members;
        this.transitions = transitions;
        this.fastOpens = fastOpens;
        this.segments = segments;
        this.mostTimeWaits = mostTimeWaits;
    }

    /** Sends what a block has to send after a call on it, and takes note of its deadline and its state. */
    void settle(Tcb tcb, long now) {
        Member member = members.of(tcb);
        if (member != null) {
            settle(member, now);
        } else {
            send(tcb, now);
            leaveIfCut(tcb);
            touch(tcb);
        }
    }

    /** The user has ended the TIME-WAIT of his block before its time. */
    private void leaveIfCut(Tcb tcb) {
        Optional<Named> last = tcb.lastTuple().map(members::named);
        if (last.isPresent()
                && last.get() instanceof Resting rest
                && rest.timeWait().isOver()) {
            members.leave(rest);
        }
    }

    /** The same for a block on which something is open. */
    void settle(Member member, long now) {
        Tcb tcb = member.tcb();
        try {
            send(tcb, now);
        } finally {
            // Also when sending fails: what was not sent is sent again.
            members.schedule(member);
        }
        members.touch(member, now);
        if (transitions.follow(member, now)) {
            fastOpens.learn(tcb, now);
        }
        if (members.resting() > mostTimeWaits) {
            members.cutShortest();
        }
        touch(tcb);
    }

    private void send(Tcb tcb, long now) {
        tcb.poll(notBefore(now), segments);
    }

    /**
     * When something is sent in answer to what happened at that time. A packet's time is that of its arrival, and whoever read it may come
     * after others who have sent meanwhile. What is sent now is not sent before that: neither the order of sending nor the timestamps go
     * back.
     */
    long notBefore(long now) {
        latest = Math.max(latest, now);
        return latest;
    }

    /** The block's owner is to be told. Most often it is the one that was touched last. */
    void touch(Tcb tcb) {
        if (touched.peekLast() != tcb) {
            touched.add(tcb);
        }
    }

    /** Whether there are blocks whose owners are to be told. */
    boolean hasTouched() {
        return !touched.isEmpty();
    }

    /** The first of them. */
    Tcb takeTouched() {
        return touched.remove();
    }
}
