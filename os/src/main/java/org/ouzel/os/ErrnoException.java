package org.ouzel.os;

import java.io.IOException;

/** A system call that failed, in the kernel's words. What it means to the user is said by {@link TunException}. */
final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The error number. */
    private final int errno;

    ErrnoException(String call, int errno) {
        super(call + ": " + Linux.describe(errno) + " (errno " + errno + ")");
        this.errno = errno;
    }

    int errno() {
        return errno;
    }

    /**
     * Passes on the result of a system call.
     *
     * @param call what was called, for the message
     * @param result what it returned, in the manner of {@link Linux}
     */
    static int check(String call, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }
}
