package org.ouzel.drill.script;

import java.util.Arrays;
import java.util.Optional;

/** What a script says of the two bits of ECN in an IP header. */
public enum EcnMark {
    /** Not capable of ECN: 00. */
    NOT_ECT("noecn"),
    /** ECT(0): 10. */
    ECT0("ect0"),
    /** ECT(1): 01. */
    ECT1("ect1"),
    /** Congestion was met: 11. */
    CE("ce"),
    /** ECT(0) or ECT(1). */
    ECT0_OR_ECT1("ect01");

    private final String written;

    EcnMark(String written) {
        this.written = written;
    }

    /** The word that scripts have for it. */
    public String written() {
        return written;
    }

    /** The mark that the word stands for, if it is one. */
    public static Optional<EcnMark> of(String word) {
        return Arrays.stream(values()).filter(mark -> mark.written.equals(word)).findFirst();
    }
}
