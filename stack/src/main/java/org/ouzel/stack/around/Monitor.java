package org.ouzel.stack.around;

/** A lock, and the gates at which its holders wait. */
public interface Monitor {
    /** Takes the lock. */
    void lock();

    /** Gives it up. */
    void unlock();

    /** A gate of this lock. */
    Gate gate();
}
