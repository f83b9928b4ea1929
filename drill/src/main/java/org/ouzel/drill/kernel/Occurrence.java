package org.ouzel.drill.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.ouzel.drill.posix.SystemCalls;

/** What another thread has to tell. Times are {@link System#nanoTime}'s. */
sealed interface Occurrence {
    /** The host has sent a packet. */
    record Packet(long at, MemorySegment bytes) implements Occurrence {}

    /** A call that waited has returned. */
    record End(long at, SystemCalls.Completion completion) implements Occurrence {}

    /** The device can no longer be read. */
    record Broken(IOException why) implements Occurrence {}
}
