package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Connections whose calls block, whoever makes them. */
public interface Sockets extends AutoCloseable {
    /** A free port of loopback. */
    InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    /** How many connections may wait. */
    int BACKLOG = 128;

    /** Listens. */
    Listening listen(InetSocketAddress at) throws IOException;

    /** Opens a connection. */
    End connect(InetSocketAddress to) throws IOException;

    /**
     * Opens connections to a {@link Service#BRIEF}, exchanges a byte over each, and ends them: so many at a time, for so long, by one thread
     * that is told of each change.
     *
     * @return how many there were a second
     * @throws UnsupportedOperationException if these do not tell
     */
    default double connectionsByEvents(InetAddress host, int atOnce, long limitNs) throws IOException {
        throw new UnsupportedOperationException("by events");
    }

    /** Waits until the descriptors of all connections whose ends are closed are given back. */
    void awaitGivenBack() throws IOException;

    @Override
    void close() throws IOException;

    /** What listens. */
    interface Listening extends AutoCloseable {
        /** Where. */
        InetSocketAddress address() throws IOException;

        /** Waits for the next connection. */
        End accept() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * One end of a connection. An end that has {@linkplain #finish finished} and read the other's is {@linkplain #close closed} then;
     * so is one that has read the other's and was not finished.
     */
    interface End {
        /** Sends all that remains in the buffer. */
        void write(ByteBuffer data) throws IOException;

        /** Receives into what remains in the buffer, which is direct, at least a byte: how many, or -1 at the end. */
        int read(ByteBuffer into) throws IOException;

        /** Sends no more. */
        void finish() throws IOException;

        /** Sends no more, and gives the descriptor back: everything was read, up to the end. */
        void close() throws IOException;

        /** Resets the connection, whatever is still on its way, and gives the descriptor back. */
        void reset() throws IOException;
    }

    /** Reads the end, and nothing else. */
    static void readEnd(End end, ByteBuffer into) throws IOException {
        int count = end.read(into);
        if (count != -1) {
            throw new IOException("read " + count + " bytes where the end should be");
        }
    }
}
