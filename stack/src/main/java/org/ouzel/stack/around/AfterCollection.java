package org.ouzel.stack.around;

import org.jspecify.annotations.Nullable;

/** An action that is run once, unless it has been called off. Whoever calls it off holds the object for whose end it waits. */
final class AfterCollection implements Runnable {
    private volatile @Nullable Runnable action;

    AfterCollection(Runnable action) {
        this.action = action;
    }

    void callOff() {
        action = null;
    }

    @Override
    public void run() {
        Runnable due = action;
        if (due != null) {
            due.run();
        }
    }
}
