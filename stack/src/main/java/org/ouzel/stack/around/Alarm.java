package org.ouzel.stack.around;

/**
 * Calls back when a time has come, without the lock held; perhaps too early, and then again in time. Whoever is called back sets the time
 * anew, be it the same.
 */
public interface Alarm {
    /** The earliest time at which something may be due is this one now; {@link Surroundings#NEVER} for none. The lock is held. */
    void set(long instant);

    /** It does not ring any more, once this has returned. The lock is not held. */
    void end();
}
