package org.ouzel.os.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Linux;
import org.ouzel.os.sys.SocketCalls;

/**
 * What one caller needs for system calls that do not wait: where errno goes, and native memory.
 *
 * @param linux the calls on any descriptor
 * @param sockets the calls on sockets
 * @param small for options and addresses, 512 bytes
 * @param bytes for the user's data on its way between his arrays and the kernel
 */
record Workspace(Linux linux, SocketCalls sockets, MemorySegment small, MemorySegment bytes) {
    private static final long SMALL_BYTES = 512;

    /** What one system call moves at the most, of what is not in native memory already. */
    static final int DATA_BYTES = 64 << 10;

    static Workspace make() {
        Arena arena = Arena.ofAuto();
        return new Workspace(
                new Linux(),
                new SocketCalls(),
                arena.allocate(SMALL_BYTES, Long.BYTES),
                arena.allocate(DATA_BYTES, Long.BYTES));
    }
}
