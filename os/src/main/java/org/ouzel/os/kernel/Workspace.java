package org.ouzel.os.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Caller;

/**
 * What one caller needs for system calls that do not wait.
 *
 * @param caller the calls, and memory for what they take besides the data
 * @param bytes for the user's data on its way between his arrays and the kernel
 */
record Workspace(Caller caller, MemorySegment bytes) {
    /** What one system call moves at the most, of what is not in native memory already. */
    static final int DATA_BYTES = 64 << 10;

    static Workspace make() {
        return new Workspace(new Caller(), Arena.ofAuto().allocate(DATA_BYTES, Long.BYTES));
    }
}
