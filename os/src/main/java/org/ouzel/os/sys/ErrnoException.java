package org.ouzel.os.sys;

import java.io.IOException;

/** A system call that failed, in the kernel's words. What it means to the user is said by {@link org.ouzel.os.TunException}. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The error number. */
    private final int errno;

    /** A failure of a call. */
    public ErrnoException(String call, int errno) {
        super(call + ": " + Linux.describe(errno) + " (errno " + errno + ")");
        this.errno = errno;
    }

    /** The error number, positive. */
    public int errno() {
        return errno;
    }

    /**
     * Passes on the result of a system call.
     *
     * @param call what was called, for the message
     * @param result what it returned, in the manner of {@link Linux}
     */
    public static int check(String call, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call, -result);
        }
        return result;
    }
}
