package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/** What is answered, each at a port of its own, to those who {@linkplain Call measure}. Peers in other languages answer the same. */
public enum Service {
    /** Reads all that comes, then tells in eight bytes how many bytes that were, and ends. */
    SINK(7001, 1) {
        @Override
        void serve(Sockets.End end, ByteBuffer data) throws IOException {
            long received = 0;
            for (int count = end.read(data.clear()); count >= 0; count = end.read(data.clear())) {
                received += count;
            }
            end.write(data.clear().putLong(received).flip());
            end.close();
        }
    },
    /** Sends as much as it can, until the caller resets the connection. */
    SOURCE(7002, 1) {
        @Override
        void serve(Sockets.End end, ByteBuffer data) throws IOException {
            while (true) {
                end.write(data.clear());
            }
        }
    },
    /** Sends each byte back, and ends when the caller does. */
    ECHO(7003, 1) {
        @Override
        void serve(Sockets.End end, ByteBuffer data) throws IOException {
            while (end.read(data.clear().limit(1)) == 1) {
                end.write(data.flip());
            }
            end.close();
        }
    },
    /** Sends one byte back, reads the caller's end, and ends. Several at once. */
    BRIEF(7004, 16) {
        @Override
        void serve(Sockets.End end, ByteBuffer data) throws IOException {
            end.read(data.clear().limit(1));
            end.write(data.flip());
            Sockets.readEnd(end, data.clear());
            end.close();
        }
    };

    /** What is written at a time, and the most that is read. */
    public static final int CALL_BYTES = 64 << 10;

    private final int port;
    private final int threads;

    Service(int port, int threads) {
        this.port = port;
        this.threads = threads;
    }

    /** Where it is, at a host. */
    public InetSocketAddress at(InetAddress host) {
        return new InetSocketAddress(host, port);
    }

    abstract void serve(Sockets.End end, ByteBuffer data) throws IOException;

    /** Whether it sends or receives much at a time. */
    public boolean isBulk() {
        return switch (this) {
            case SINK, SOURCE -> true;
            case ECHO, BRIEF -> false;
        };
    }

    /**
     * Serves all of them, on threads of their own, until the process ends. All listen when this returns.
     *
     * @param sockets those of each
     */
    public static void start(Function<Service, Sockets> sockets, InetAddress host, ThreadFactory factory)
            throws IOException {
        for (Service service : values()) {
            Sockets.Listening listening = sockets.apply(service).listen(service.at(host));
            for (int i = 0; i < service.threads; i++) {
                factory.newThread(() -> service.serve(listening)).start();
            }
        }
    }

    private void serve(Sockets.Listening listening) {
        ByteBuffer data = ByteBuffer.allocateDirect(CALL_BYTES);
        while (true) {
            Sockets.End end;
            try {
                end = listening.accept();
            } catch (IOException closed) {
                return;
            }
            try {
                serve(end, data);
            } catch (IOException ended) {
                // The caller has what it wants of a source; of all others it sees itself that they fail.
                reset(end);
            }
        }
    }

    private static void reset(Sockets.End end) {
        try {
            end.reset();
        } catch (IOException gone) {
            // The peer was faster: there is nothing to reset.
        }
    }
}
