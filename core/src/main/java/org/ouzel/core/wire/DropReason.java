package org.ouzel.core.wire;

/** Why a packet that came from the network was not acted upon. Each is counted. */
public enum DropReason {
    /** Shorter than its header, or than its header says. */
    TRUNCATED,
    /** The version is neither 4 nor 6. */
    BAD_IP_VERSION,
    /** A header length or total length that cannot be. */
    BAD_IP_LENGTH,
    /** The IPv4 header's checksum does not hold. */
    BAD_IP_CHECKSUM,
    /** An IP option or extension header that cannot be, or that is never accepted (source routes). */
    BAD_IP_OPTION,
    /** The source cannot be anybody's address: unspecified, a group, a broadcast, loopback or our own. */
    BAD_SOURCE_ADDRESS,
    /** Addressed to somebody else. */
    NOT_OURS,
    /** A fragment. */
    FRAGMENT,
    /** A protocol that this host does not speak. */
    UNKNOWN_PROTOCOL,
    /** The ICMP message is malformed, or its checksum does not hold. */
    BAD_ICMP,
    /** The ICMP error quotes nothing that we have sent. */
    ICMP_NOT_OURS,
    /** An ICMP message of no interest. */
    ICMP_IGNORED,
    /** An echo request whose answer is larger than the interface carries. */
    ANSWER_TOO_LARGE,
    /** The TCP data offset is below five words or beyond the segment. */
    BAD_TCP_OFFSET,
    /** The TCP checksum does not hold. */
    BAD_TCP_CHECKSUM,
    /** The source or destination port is 0. */
    BAD_TCP_PORT,
    /** No connection and no listener; answered with a reset unless it was one. */
    NO_CONNECTION,
    /** Asks for a connection that is another node's, of several with the same addresses. It comes again, and to that one. */
    OF_ANOTHER_NODE,
    /** As many connections wait to be accepted as may, or the table of connections is full. */
    BACKLOG_FULL,
    /** A handshake that a listener gave up for a newer request. */
    HANDSHAKE_EVICTED,
    /** Flags that ask for nothing in the state (RFC 9293 §3.10.7). */
    UNEXPECTED_FLAGS,
    /** Outside the window (RFC 9293 §3.4). */
    OUT_OF_WINDOW,
    /** Acknowledges what was never sent, or too long ago (RFC 5961 §5). */
    BAD_ACKNOWLEDGMENT,
    /** The timestamp is older than the last one (RFC 7323 §5). */
    OLD_TIMESTAMP,
    /** There is no timestamp, though they were agreed on (RFC 7323 §3.2). */
    MISSING_TIMESTAMP,
    /** A reset or SYN that was answered by a challenge (RFC 5961 §3, §4). */
    CHALLENGED,
    /** No memory was to be had for the data. */
    NO_MEMORY
}
