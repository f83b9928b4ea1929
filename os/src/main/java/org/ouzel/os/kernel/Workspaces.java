package org.ouzel.os.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces that nobody uses now. A call takes one for a moment, so that there are no more of them than processors at
 * work, whatever the number of threads. Safe for use by any thread.
 */
final class Workspaces {
    private static final int PLACES = 64;

    /** How many places are looked at: a call within a call, or two threads that fall on one place, find the next. */
    private static final int LOOKS = 4;

    private final AtomicReferenceArray<@Nullable Workspace> idle = new AtomicReferenceArray<>(PLACES);

    /** One for the caller alone, which it {@linkplain #give gives} back. */
    Workspace take() {
        int place = (int) Thread.currentThread().threadId();
        for (int look = 0; look < LOOKS; look++) {
            int at = (place + look) & (PLACES - 1);
            Workspace found = idle.get(at);
            if (found != null && idle.compareAndSet(at, found, null)) {
                return found;
            }
        }
        return Workspace.make();
    }

    /** Takes it back, unless there is no place. */
    void give(Workspace workspace) {
        int place = (int) Thread.currentThread().threadId();
        for (int look = 0; look < LOOKS; look++) {
            if (idle.compareAndSet((place + look) & (PLACES - 1), null, workspace)) {
                return;
            }
        }
    }
}
