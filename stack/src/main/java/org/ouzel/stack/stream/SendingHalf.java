package org.ouzel.stack.stream;

import java.io.IOException;

/** What the views of a stream ask of its engine to send, beyond the API. */
public interface SendingHalf {
    /**
     * Pushes what was sent before, and waits for nothing. Takes the engine's lock itself.
     *
     * @throws IOException as a flush throws it
     */
    void push() throws IOException;
}
