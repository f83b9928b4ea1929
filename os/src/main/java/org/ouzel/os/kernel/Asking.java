package org.ouzel.os.kernel;

import org.ouzel.os.sys.ErrnoException;

/** Questions to a descriptor that is open, which the kernel always answers. */
final class Asking {
    private Asking() {}

    /** A question. */
    interface Question<T> {
        T ask() throws ErrnoException;
    }

    /** The answer. */
    static <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (ErrnoException failed) {
            throw refused(failed);
        }
    }

    /** What it means that it does not. */
    static AssertionError refused(ErrnoException failed) {
        return new AssertionError("a descriptor that is open cannot be asked", failed);
    }
}
