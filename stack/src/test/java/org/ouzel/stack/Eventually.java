package org.ouzel.stack;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come true, and fails when it does not. */
final class Eventually {
    private Eventually() {}

    static void holds(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + TwoHosts.SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise.get());
            }
            Thread.onSpinWait();
        }
    }
}
