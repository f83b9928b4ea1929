package org.ouzel.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.ouzel.TcpStream;

/** The sending half of a stream as an output stream. Its flush pushes and waits for nothing. */
final class StreamOutput extends OutputStream {
    private final TcpStream stream;
    private final Sending sending;

    StreamOutput(TcpStream stream, Sending sending) {
        this.stream = stream;
        this.sending = sending;
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
        sending.push();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
