package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** What a call wrote to where its arguments pointed. */
public sealed interface Output {

    /** Nothing. */
    enum Nothing implements Output {
        /** The one. */
        NOTHING
    }

    /**
     * Bytes that were read.
     *
     * @param bytes the bytes, as many as were stored; none where {@code MSG_TRUNC} had them dropped
     */
    record Data(MemorySegment bytes) implements Output {}

    /** An address: a peer's that was accepted, or a name that was asked for. */
    record Name(Address address) implements Output {}

    /**
     * A message that was received.
     *
     * @param bytes its bytes
     * @param name who sent it, where that is told
     * @param controls its control messages
     * @param flags {@code msg_flags}
     */
    record Message(MemorySegment bytes, Optional<Address> name, List<ControlMessage> controls, int flags)
            implements Output {}

    /** What {@code poll} found: the entries as they were given, with {@code revents}. */
    record Polled(List<PollEntry> entries) implements Output {}

    /** What {@code epoll_wait} found. */
    record Events(List<EpollEvent> events) implements Output {}

    /** The value of an option. */
    record Option(OptionValue value) implements Output {}

    /** The number that an {@code ioctl} tells. */
    record Numeric(long value) implements Output {}

    /** The two descriptors of a pipe. */
    record Descriptors(int reading, int writing) implements Output {}
}
