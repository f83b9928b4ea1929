package org.ouzel.os.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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

    /** So many of a buffer's bytes, in native memory. */
    MemorySegment outgoing(ByteBuffer data, int count) {
        MemorySegment given = MemorySegment.ofBuffer(data).asSlice(0, count);
        return data.isDirect() ? given : bytes.asSlice(0, count).copyFrom(given);
    }

    static Workspace make() {
        return new Workspace(new Caller(), Arena.ofAuto().allocate(DATA_BYTES, Long.BYTES));
    }
}
