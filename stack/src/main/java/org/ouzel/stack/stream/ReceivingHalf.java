package org.ouzel.stack.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ouzel.Received;

/** What the views of a stream ask of its engine to receive. Each call takes the engine's lock itself. */
public interface ReceivingHalf {
    /**
     * Receives what is there, waiting as long as it takes for the first byte or the end.
     *
     * @param into where it goes; there is room in it
     * @throws IOException as a receive throws it
     */
    Received receiveAnyByte(ByteBuffer into) throws IOException;

    /** How many bytes can be received without waiting. */
    int available();
}
