package org.ouzel.sim;

/** What a process does: ordinary code, which may block on the hosts of its simulation, and throw. */
@FunctionalInterface
public interface Program {
    /** Runs it. */
    void run() throws Exception;
}
