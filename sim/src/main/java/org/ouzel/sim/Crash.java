package org.ouzel.sim;

/**
 * Ends programs wherever they wait: those of a machine that has crashed, and what is left when a simulation has failed. An error,
 * so that nothing in them takes it for one of theirs.
 */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String message) {
        super(message);
    }
}
