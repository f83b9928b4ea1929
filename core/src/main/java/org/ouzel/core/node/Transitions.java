package org.ouzel.core.node;

import org.ouzel.core.node.Ports.Opened;

/** What a node takes note of when a block has come to another state. */
final class Transitions {
    private final Members members;
    private final Ports ports;

    Transitions(Members members, Ports ports) {
        this.members = members;
        this.ports = ports;
    }

    /** The member's block may have come to another state. */
    void follow(Member member) {
        switch (member.tcb().state()) {
            case CLOSED -> leave(member);
            case LISTEN -> listen(member);
            case SYN_SENT, SYN_RECEIVED -> {}
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK -> established(member);
            case TIME_WAIT -> {
                established(member);
                members.rest(member);
            }
        }
    }

    /** Nothing is open on a block any more. */
    void leave(Member member) {
        waitsNoLonger(member);
        Backlog backlog = member.handshakeFor();
        if (backlog != null) {
            backlog.failed(member.tcb());
        }
        members.leave(member);
    }

    /** A passive open waits, for the first time or again; what a backlog began is given up. */
    private void listen(Member member) {
        Opened waiter = member.waiter();
        if (waiter == null) {
            leave(member);
        } else {
            members.unname(member);
            ports.listens(waiter);
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
