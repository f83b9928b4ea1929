package org.ouzel.stack.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.ouzel.TcpStream;

/** The sending half of a stream as an output stream. Its flush pushes and waits for nothing. */
public final class StreamOutput extends OutputStream {
    private final TcpStream stream;
    private final SendingHalf half;

    /** An output stream of that half of the stream. */
    public StreamOutput(TcpStream stream, SendingHalf half) {
        this.stream = stream;
        this.half = half;
    }

    @Override
    public void write(int value) throws IOException {
        stream.send(ByteBuffer.wrap(new byte[] {(byte) value}));
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        stream.send(ByteBuffer.wrap(from, offset, length));
    }

    @Override
    public void flush() throws IOException {
        half.push();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
