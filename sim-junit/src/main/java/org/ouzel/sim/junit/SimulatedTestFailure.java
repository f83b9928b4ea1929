package org.ouzel.sim.junit;

/**
 * A {@link Simulated} test failed. The message tells what is known of it: the seed, how to repeat it, the hazards that matter, the
 * last events. The cause is what the test or one of its programs threw; the stack trace is the cause's.
 */
public final class SimulatedTestFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulatedTestFailure(long seed, String report, Throwable cause) {
        super(report, cause);
        this.seed = seed;
        setStackTrace(cause.getStackTrace());
    }

    /** The seed with which it failed. */
    public long seed() {
        return seed;
    }
}
