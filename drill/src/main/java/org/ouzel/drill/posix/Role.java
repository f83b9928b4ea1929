package org.ouzel.drill.posix;

/** What a socket has become. */
sealed interface Role permits Role.Idle, Listening, Stream {

    /** Nothing yet, or nothing any more. */
    enum Idle implements Role {
        /** The one. */
        IDLE
    }
}
