package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An array of {@code struct epoll_event}: one to set, or those that a wait has filled. For one thread at a time. */
public final class EpollEvents {
    private final MemorySegment memory;
    private final int size;

    /** Room for so many, all zero. */
    public EpollEvents(int size) {
        this.memory = Arena.ofAuto().allocate(EpollAbi.EPOLL_EVENT_BYTES * size, Long.BYTES);
        this.size = size;
    }

    /** What the calls take. */
    public MemorySegment memory() {
        return memory;
    }

    /** How many there is room for. */
    public int size() {
        return size;
    }

    /** What has happened to the descriptor of an event: {@link EpollAbi#EPOLLIN} and its like. */
    public int events(int index) {
        return memory.get(JAVA_INT_UNALIGNED, index * EpollAbi.EPOLL_EVENT_BYTES);
    }

    /** What was given with the descriptor when it was put into the set. */
    public long data(int index) {
        return memory.get(JAVA_LONG_UNALIGNED, index * EpollAbi.EPOLL_EVENT_BYTES + EpollAbi.EPOLL_EVENT_DATA);
    }

    /** Sets what is waited for, and what is to come back with it. */
    public void set(int index, int events, long data) {
        memory.set(JAVA_INT_UNALIGNED, index * EpollAbi.EPOLL_EVENT_BYTES, events);
        memory.set(JAVA_LONG_UNALIGNED, index * EpollAbi.EPOLL_EVENT_BYTES + EpollAbi.EPOLL_EVENT_DATA, data);
    }
}
