package org.ouzel.stack.around;

import java.io.InterruptedIOException;

/** Where threads wait for something to change: the one thing at which a stack blocks. Used with its monitor's lock held. */
public interface Gate {
    /**
     * Waits until the gate is opened, giving up the lock meanwhile. It may return early; the caller looks again.
     *
     * @param deadline until when, in the surroundings' time; {@link Surroundings#NEVER} for as long as it takes
     * @return false if the deadline has passed
     * @throws InterruptedIOException if the thread was interrupted; its interrupt status stays set
     */
    boolean await(long deadline) throws InterruptedIOException;

    /** Lets all go on who wait. */
    void open();

    /** Lets one go on of those who wait, where what has come is enough for one; others may go on as well. */
    default void openForOne() {
        open();
    }
}
