package org.ouzel.checks.contract;

/** What an engine does otherwise than the contract says. Each is used by a {@link DiffersOn}, and shown by a {@link Shows}. */
enum Difference {
    NO_WAY_TO_ITSELF("A host does not reach its own addresses: it has no loopback, and its links lead to others.");

    private final String sentence;

    Difference(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
