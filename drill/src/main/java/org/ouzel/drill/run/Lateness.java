package org.ouzel.drill.run;

/**
 * How late the run itself is: in real time, what a script does is done a moment after it is due, and what the host does in answer, or
 * when a time is over that began then, comes as much later. Whatever the host is late by is left out. In virtual time it is nothing.
 * Times are those of a {@link Target}. For one thread.
 */
final class Lateness {
    private long mostNs;

    /** What the last thing that was done was late by, together with those that it had to wait for. */
    private long nowNs;

    /** When something last happened. */
    private long lastAt;

    /** The host has sent something, a call has ended, or a wait is over: nothing could have been done before. */
    void onHappened(long at) {
        lastAt = Math.max(lastAt, at);
    }

    /**
     * Something is done now.
     *
     * @param due when it should have been
     */
    void onDone(long due, long now) {
        long own = now - Math.max(due, lastAt);
        nowNs = due > lastAt ? own : nowNs + own;
        mostNs = Math.max(mostNs, nowNs);
        lastAt = now;
    }

    /** The most that it has been up to now. */
    long ns() {
        return mostNs;
    }
}
