package org.ouzel.bench.kernel;

/** What the two ends of a connection run on. */
public enum ThreadKind {
    /** A platform thread for each end. */
    PLATFORM("platform threads"),
    /** A virtual thread for each end. */
    VIRTUAL("virtual threads"),
    /** An event loop for each end: Netty has nothing else. */
    EVENT_LOOPS("event loops");

    private final String title;

    ThreadKind(String title) {
        this.title = title;
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
