package org.ouzel.checks.rfc;

import java.util.Arrays;

/** How strongly a document asks for something (RFC 2119), in the word that it uses. */
enum Level {
    MUST("MUST", Proof.TEST),
    MUST_NOT("MUST NOT", Proof.TEST),
    REQUIRED("REQUIRED", Proof.TEST),
    SHALL("SHALL", Proof.TEST),
    SHALL_NOT("SHALL NOT", Proof.TEST),
    SHOULD("SHOULD", Proof.CITATION),
    SHOULD_NOT("SHOULD NOT", Proof.CITATION),
    RECOMMENDED("RECOMMENDED", Proof.CITATION),
    NOT_RECOMMENDED("NOT RECOMMENDED", Proof.CITATION),
    MAY("MAY", Proof.NONE);

    /** The least that must be there for a requirement, unless there is an exception. */
    enum Proof {
        TEST,
        CITATION,
        NONE
    }

    private final String word;
    private final Proof proof;

    Level(String word, Proof proof) {
        this.word = word;
        this.proof = proof;
    }

    static Level of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no level: " + word));
    }

    Proof proof() {
        return proof;
    }

    @Override
    public String toString() {
        return word;
    }
}
