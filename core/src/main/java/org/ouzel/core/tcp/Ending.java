package org.ouzel.core.tcp;

import org.ouzel.core.wire.IpAddress;

/** Why a connection ended. */
public sealed interface Ending {
    /** Nothing was ever open. */
    record NeverOpened() implements Ending {}

    /** Both sides closed. */
    record Graceful() implements Ending {}

    /** A reset answered the open. */
    record Refused() implements Ending {}

    /** The peer reset the connection. */
    record RemoteAbort() implements Ending {}

    /** The user aborted, or left data unread. */
    record LocalAbort() implements Ending {}

    /** Nothing was acknowledged for the user timeout, or for so long that as many retransmissions as are allowed were made. */
    record UserTimeout(long timeoutNs) implements Ending {}

    /** No SYN came within the time given to a passive open. */
    record CommandTimeout() implements Ending {}

    /** Keep-alive probes were not answered. */
    record KeepAliveTimeout() implements Ending {}

    /** How much an ICMP error says against a connection that is being opened (RFC 9293 §3.9.2.2). */
    enum Severity {
        /** It says that there will be none. */
        HARD,
        /** It says that there is none for now. */
        SOFT,
        /** It says nothing of that. */
        NONE
    }

    /** The network cannot reach the peer. */
    record Unreachable(IcmpReport report) implements Ending {}

    /**
     * An ICMP error about this connection.
     *
     * @param version 4 or 6
     * @param type its type
     * @param code its code
     * @param extra MTU or pointer
     * @param reporter who sent it
     */
    record IcmpReport(int version, int type, int code, long extra, IpAddress reporter) {}
}
