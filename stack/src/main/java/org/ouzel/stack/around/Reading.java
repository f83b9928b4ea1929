package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;

/** A link that is being read. */
public interface Reading {
    /** Why the link is read no longer; empty while it is, and when it was closed. */
    Optional<IOException> failure();

    /** Waits until nothing more comes; the link has been closed. The lock is not held. */
    void awaitEnd();
}
