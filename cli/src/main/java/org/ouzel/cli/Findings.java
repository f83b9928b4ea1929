package org.ouzel.cli;

import java.io.PrintStream;

/** What the demo shows and what it finds: one thing that is not as it has to be fails it. For use by one thread. */
final class Findings {
    private final PrintStream out;
    private boolean good = true;

    Findings(PrintStream out) {
        this.out = out;
    }

    void act(String title) {
        out.println();
        out.println(title);
    }

    void say(String text) {
        out.println("  " + text);
    }

    /** Something that has to be so. */
    void expect(boolean so, String what) {
        good &= so;
        out.println((so ? "  ok: " : "  FAILED: ") + what);
    }

    boolean good() {
        return good;
    }

    PrintStream out() {
        return out;
    }
}
