package org.ouzel.os.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces that nobody uses now. A call takes one for a moment, so that there are no more of them than processors at
 * work, whatever the number of threads. Safe for use by any thread.
 */
final class Workspaces {
    private static final int PLACES = 64;

    private final AtomicReferenceArray<@Nullable Workspace> idle = new AtomicReferenceArray<>(PLACES);

    /** One for the caller alone, which it {@linkplain #give gives} back. */
    Workspace take() {
        Workspace own = idle.getAndSet(place(), null);
        return own == null ? Workspace.make() : own;
    }

    /** Takes it back. If the place is taken again meanwhile, it is let go. */
    void give(Workspace workspace) {
        idle.set(place(), workspace);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
