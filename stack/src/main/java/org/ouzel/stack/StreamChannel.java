package org.ouzel.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.ouzel.Received;
import org.ouzel.TcpStream;

/** Both halves of a stream as a blocking channel. */
final class StreamChannel implements ByteChannel {
    private final TcpStream stream;
    private final Receiving receiving;
    private volatile boolean closed;

    StreamChannel(TcpStream stream, Receiving receiving) {
        this.stream = stream;
        this.receiving = receiving;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (!into.hasRemaining()) {
            return 0;
        }
        Received received = receiving.receive(into, Shard.NEVER, Receiving.Until.ANY_BYTE);
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
