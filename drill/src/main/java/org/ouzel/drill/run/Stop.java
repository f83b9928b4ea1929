package org.ouzel.drill.run;

/** A script cannot go on. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Verdict verdict;

    private Stop(Verdict verdict) {
        super(verdict.toString());
        this.verdict = verdict;
    }

    /** Something is not as it is written. */
    static Stop failed(int line, String text) {
        return new Stop(new Verdict.Failed(line, text));
    }

    /** Something is not to be had. */
    static Stop unsupported(int line, String reason) {
        return new Stop(new Verdict.Unsupported(line, reason));
    }

    Verdict verdict() {
        return verdict;
    }
}
