package org.ouzel.drill.posix;

/**
 * A {@code struct pollfd}.
 *
 * @param fd the descriptor; negative to be left out
 * @param events what is asked for
 * @param revents what was found
 */
public record PollEntry(int fd, int events, int revents) {}
