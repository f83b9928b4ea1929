package org.ouzel.core.node;

import org.ouzel.core.node.Ports.Opened;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.State;

/** What a node takes note of when a block has come to another state. */
final class Transitions {
    private final Members members;
    private final Ports ports;

    Transitions(Members members, Ports ports) {
        this.members = members;
        this.ports = ports;
    }

    /** The member's block may have come to another state; returns whether it has, or waits for a connection. */
    boolean follow(Member member, long now) {
        if (member.fastOpenFor() != null && !member.tcb().isOpenEarly()) {
            endFastOpen(member, now);
        }
        State state = member.tcb().state();
        // A passive open may have been elsewhere, and have come back, before anybody took note.
        if (!member.note(state) && state != State.LISTEN) {
            return false;
        }
        follow(member, state, now);
        return true;
    }

    private void follow(Member member, State state, long now) {
        switch (state) {
            case CLOSED -> leave(member, now);
            case LISTEN -> listen(member, now);
            case SYN_SENT -> {}
            case SYN_RECEIVED -> {
                if (member.tcb().isOpenEarly()) {
                    established(member);
                }
            }
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> established(member);
            case TIME_WAIT -> {
                established(member);
                member.tcb().timeWait().ifPresent(timeWait -> members.rest(member, timeWait));
            }
        }
    }

    /** Nothing is open on a block any more. */
    void leave(Member member, long now) {
        endFastOpen(member, now);
        waitsNoLonger(member);
        Backlog backlog = member.handshakeFor();
        if (backlog != null) {
            backlog.failed(member.tcb());
        }
        members.leave(member);
    }

    /** A passive open waits, for the first time or again; what a backlog began is given up. */
    private void listen(Member member, long now) {
        Opened waiter = member.waiter();
        if (waiter == null) {
            leave(member, now);
        } else {
            members.await(member);
            ports.listens(waiter);
        }
    }

    private static void endFastOpen(Member member, long now) {
        Backlog backlog = member.fastOpenFor();
        if (backlog != null) {
            boolean byReset = member.tcb()
                    .ending()
                    .filter(Ending.RemoteAbort.class::isInstance)
                    .isPresent();
            backlog.fastOpens().end(member.tcb(), byReset, now);
            member.fastOpenFor(null);
        }
    }

    private void established(Member member) {
        waitsNoLonger(member);
        Backlog backlog = member.handshakeFor();
        if (backlog != null) {
            backlog.established(member.tcb());
            member.handshakeFor(null);
        }
    }

    private void waitsNoLonger(Member member) {
        Opened waiter = member.waiter();
        if (waiter != null) {
            ports.remove(waiter);
            member.waiter(null);
        }
    }
}
