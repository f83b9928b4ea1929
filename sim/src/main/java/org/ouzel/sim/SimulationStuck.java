package org.ouzel.sim;

/**
 * A process of a simulation waits for something that the simulation does not know of, or for something that will never happen. The
 * message names it; the cause has its stack.
 */
public final class SimulationStuck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationStuck(String message, StackTraceElement[] where) {
        super(message);
        Throwable cause = new Throwable("where it waits");
        cause.setStackTrace(where);
        initCause(cause);
    }
}
