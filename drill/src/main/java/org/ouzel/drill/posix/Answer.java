package org.ouzel.drill.posix;

import java.util.Optional;

/** What comes of a call. */
public sealed interface Answer {

    /**
     * The call has returned.
     *
     * @param value what it returned; -1 if it failed
     * @param errno why it failed; empty if it did not
     * @param output what it wrote to where its arguments pointed
     */
    record Result(long value, Optional<Errno> errno, Output output) implements Answer {
        /** A call that returned a value and nothing else. */
        public static Result of(long value) {
            return new Result(value, Optional.empty(), Output.Nothing.NOTHING);
        }

        /** A call that returned a value and more. */
        public static Result of(long value, Output output) {
            return new Result(value, Optional.empty(), output);
        }

        /** A call that failed. */
        public static Result failure(Errno errno) {
            return new Result(-1, Optional.of(errno), Output.Nothing.NOTHING);
        }
    }

    /**
     * The call waits.
     *
     * @param ticket the number by which {@link SystemCalls#retry} tells of its end
     */
    record Pending(long ticket) implements Answer {}

    /**
     * The system does not have what is asked for, and has done nothing.
     *
     * @param reason what it lacks, as a sentence for people
     */
    record Unsupported(String reason) implements Answer {}
}
