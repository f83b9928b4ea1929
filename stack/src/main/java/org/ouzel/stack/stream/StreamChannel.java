package org.ouzel.stack.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.ouzel.Received;
import org.ouzel.TcpStream;

/** Both halves of a stream as a blocking channel. */
public final class StreamChannel implements ByteChannel {
    private final TcpStream stream;
    private final ReceivingHalf half;
    private volatile boolean closed;

    /** A channel of the stream, whose receiving half is given. */
    public StreamChannel(TcpStream stream, ReceivingHalf half) {
        this.stream = stream;
        this.half = half;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        Received received = half.receiveAnyByte(into);
        return received.isEnd() ? -1 : received.data().remaining();
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        int count = from.remaining();
        stream.send(from);
        return count;
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        stream.close();
    }
}
