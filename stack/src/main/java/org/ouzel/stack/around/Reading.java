package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;

/** A link that is being read. */
public interface Reading {
    /** Why the link is read no longer; empty while it is, and when it was closed. */
    Optional<IOException> failure();

    /**
     * Waits for the thread that reads, if there is one; the link and the host have been closed. The lock is not held. A link that hands on by
     * itself may still do so with what it has: its host is to do nothing with that.
     */
    void awaitEnd();
}
