package org.ouzel.stack.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.ouzel.Received;

/** The receiving half of a stream as an input stream: urgent data in its place, nothing waited for beyond the first byte. */
public final class StreamInput extends InputStream {
    private final ReceivingHalf half;

    /** An input stream of that half. */
    public StreamInput(ReceivingHalf half) {
        this.half = half;
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
        Received received = half.receiveAnyByte(ByteBuffer.wrap(into, offset, length));
        return received.isEnd() ? -1 : received.data().remaining();
    }

    @Override
    public int available() {
        return half.available();
    }
}
