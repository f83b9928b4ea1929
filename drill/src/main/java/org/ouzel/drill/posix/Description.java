package org.ouzel.drill.posix;

/** What a descriptor stands for. */
sealed interface Description permits Socket, Epoll {

    /** What {@code poll} would find, all that could be asked for. */
    int readiness(long now);

    /** Grows whenever something has come that whoever waits for edges is to be told of. */
    long arrivals();
}
