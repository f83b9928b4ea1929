package org.ouzel.checks.contract;

/** What an engine does otherwise than the contract says. Each is used by a {@link DiffersOn}, and shown by a {@link Shows}. */
enum Difference {
    NO_WAY_TO_ITSELF("A host does not reach its own addresses: it has no loopback, and its links lead to others."),
    PUSH_IS_NOT_SEEN("A receive does not learn of PSH: whatever has come completes it, and there is no quiet period."),
    URGENT_IS_KNOWN_BY_ITS_LAST_BYTE(
            "Urgent data is known when its last byte has come, not when it is announced. Order and mark are exact, whatever its length."),
    BUFFERS_HAVE_A_LEAST_SIZE(
            "Buffers are never smaller than some kilobytes, and are told with what the kernel keeps beside the data."),
    CLOSED_WINDOW_COUNTS("A peer's closed window counts for the user timeout, though the peer answers for it."),
    HANDSHAKE_BEFORE_THE_FILTER(
            "The kernel completes handshakes before a passive open is asked: a caller that it does not name is connected, and then reset.");

    private final String sentence;

    Difference(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
