package org.ouzel.drill.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.SystemCalls;

/**
 * A host under test, the network that a script plays to it, and a clock. Times are nanoseconds since the script began. For one
 * thread.
 */
public interface Target extends AutoCloseable {
    /** Its addresses and ports. */
    Network network();

    /** The time. */
    long now();

    /** A packet comes to the host, now. */
    void inject(MemorySegment packet) throws IOException;

    /** Makes a call, now. */
    Answer call(Call call) throws IOException;

    /**
     * Lets time pass until something has happened of which the next two methods tell, or until the given time.
     *
     * @return whether something has happened
     * @throws TimeIsUp if the script has taken all the real time that it may
     */
    boolean pass(long until) throws IOException;

    /** A packet that the host has sent and that was not taken yet, the oldest first. */
    Optional<Sent> takeSent();

    /** The calls that waited and have come to an end since this was last asked. */
    List<Ended> takeEnded();

    /** Runs a command of the shell, or does what it would do. */
    Shell shell();

    @Override
    void close() throws IOException;

    /**
     * A packet.
     *
     * @param at when it was sent
     * @param bytes the packet
     */
    record Sent(long at, MemorySegment bytes) {}

    /**
     * A call that waited.
     *
     * @param at when it came to its end
     * @param completion which it was, and what it gave
     */
    record Ended(long at, SystemCalls.Completion completion) {}
}
