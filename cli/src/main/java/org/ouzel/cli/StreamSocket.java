package org.ouzel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ouzel.Received;
import org.ouzel.TcpStream;

/**
 * A connected stream in the shape that the HTTP library wants: as much of a socket as it uses. No socket of the operating
 * system stands behind it.
 */
final class StreamSocket extends Socket {
    private final TcpStream stream;
    private volatile int timeoutMs;
    private volatile boolean closed;

    StreamSocket(TcpStream stream) {
        this.stream = stream;
    }

    @Override
    public InputStream getInputStream() {
        return new TimedInput();
    }

    @Override
    public OutputStream getOutputStream() {
        return stream.outputStream();
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMs = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMs;
    }

    /** Returns when everything sent is acknowledged. If that cannot be, the connection is aborted. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            stream.close();
        } catch (IOException failed) {
            stream.abort();
            throw failed;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        stream.startClose();
    }

    /** TCP has no such call: nothing tells the peer, and what still comes is dropped at the end. */
    @Override
    public void shutdownInput() {}

    /** A linger of zero is the sockets' way to ask for an abort. */
    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        if (!on || seconds != 0) {
            throw new SocketException("a stream has no linger time: its close waits for the acknowledgement");
        }
        stream.abort();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return stream.remoteAddress().orElse(null);
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return stream.localAddress().orElse(null);
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return stream.remoteAddress().map(InetSocketAddress::getAddress).orElse(null);
    }

    /** The receiving half, with the socket's timeout. */
    private final class TimedInput extends InputStream {
        private final InputStream untimed = stream.inputStream();

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (timeoutMs == 0 || length == 0) {
                return untimed.read(into, offset, length);
            }
            Received received = stream.receive(ByteBuffer.wrap(into, offset, length), Duration.ofMillis(timeoutMs));
            return switch (received.outcome()) {
                case DATA -> received.data().remaining();
                case END -> -1;
                case TIMEOUT -> throw new SocketTimeoutException("nothing was received for " + timeoutMs + " ms");
            };
        }
    }
}
