package org.ouzel.drill.run;

/**
 * By how much the last thing that a script has done came later than it was due: in real time because the computer is busy, and in any
 * because the host was late itself, within its tolerance. What the host does in answer may come as much later. For one thread.
 */
final class Lateness {
    private long ns;

    /** Something was to be done, and has been. Both are times of a {@link Target}. */
    void onDone(long due, long now) {
        ns = Math.max(0, now - due);
    }

    /** How much it is. */
    long ns() {
        return ns;
    }
}
