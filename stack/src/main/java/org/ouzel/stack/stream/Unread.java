package org.ouzel.stack.stream;

/** What has come for the user of a stream and was not read yet. Asked with the engine's lock held. */
public interface Unread {
    /** How many bytes can be read. */
    long unreadBytes();

    /** Whether urgent data was announced whose end was not read yet. */
    boolean isUrgentMode();

    /** Whether the peer has closed, and all before that was read. */
    boolean isAtEnd();
}
