package org.ouzel.stack.around;

/** A lock, and the gates at which its holders wait. */
public interface Monitor {
    /** Takes the lock. */
    void lock();

    /** Gives it up. */
    void unlock();

    /** Reads what has come meanwhile, where nobody else does: for a thread that has sent, and goes on. The lock is not held. */
    default void lookIn() {}

    /** A gate of this lock. */
    Gate gate();
}
