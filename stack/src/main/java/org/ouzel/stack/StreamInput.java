package org.ouzel.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.ouzel.Received;

/** The receiving half of a stream as an input stream: urgent data in its place, nothing waited for beyond the first byte. */
final class StreamInput extends InputStream {
    private final Receiving receiving;

    StreamInput(Receiving receiving) {
        this.receiving = receiving;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        Received received =
                receiving.receive(ByteBuffer.wrap(into, offset, length), Shard.NEVER, Receiving.Until.ANY_BYTE);
        return received.isEnd() ? -1 : received.data().remaining();
    }

    @Override
    public int available() {
        return receiving.available();
    }
}
