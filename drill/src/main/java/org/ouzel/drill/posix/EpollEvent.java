package org.ouzel.drill.posix;

/**
 * A {@code struct epoll_event}.
 *
 * @param events what is asked for, or was found
 * @param data the user's own number
 */
public record EpollEvent(int events, long data) {}
