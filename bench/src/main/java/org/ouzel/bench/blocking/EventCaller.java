package org.ouzel.bench.blocking;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.ouzel.bench.blocking.KernelCalls.Waiting;
import org.ouzel.os.sys.EpollAbi;

/**
 * Calls a {@link Service#BRIEF} by one thread, which is told of each change of its connections. Of what is measured so, less is the caller's
 * than where each connection has a thread that waits.
 */
final class EventCaller implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final KernelCalls calls = new KernelCalls();
    private final MemorySegment data = Arena.ofAuto().allocate(1);
    private final InetSocketAddress to;
    private final Connection[] connections;
    private final Epoll epoll;
    private long until;
    private int open;
    private int done;

    /** What is awaited. */
    private enum Awaited {
        OPENING,
        ANSWER,
        END
    }

    private static final class Connection {
        private int descriptor = KernelCalls.NOTHING;
        private Awaited awaited = Awaited.OPENING;
    }

    /**
     * One that has yet to call.
     *
     * @param atOnce how many connections there are at a time
     */
    EventCaller(InetSocketAddress to, int atOnce) throws IOException {
        this.to = to;
        this.connections = Stream.generate(Connection::new).limit(atOnce).toArray(Connection[]::new);
        this.epoll = new Epoll();
    }

    /** Opens connections, exchanges a byte over each, and ends them, for so long. */
    double connectionsPerSecond(long limitNs) throws IOException {
        long began = System.nanoTime();
        until = began + limitNs;
        for (int i = 0; i < connections.length; i++) {
            begin(i);
            open++;
        }
        while (open > 0) {
            epoll.awaitSoon(this::onEvents);
        }
        return done / ((System.nanoTime() - began) / NANOS_PER_SECOND);
    }

    private void begin(int index) throws IOException {
        Connection connection = connections[index];
        connection.awaited = Awaited.OPENING;
        connection.descriptor = calls.connect(to, Waiting.NEVER);
        epoll.add(connection.descriptor, index);
    }

    private void onEvents(int index, int events) throws IOException {
        if ((events & EpollAbi.EPOLLERR) != 0) {
            throw new IOException("a connection has failed");
        }
        Connection connection = connections[index];
        switch (connection.awaited) {
            case OPENING -> {
                if ((events & EpollAbi.EPOLLOUT) != 0) {
                    calls.requireControl(connection.descriptor);
                    calls.send(connection.descriptor, data);
                    connection.awaited = Awaited.ANSWER;
                }
            }
            // The other end's comes only after ours.
            case ANSWER -> {
                if (calls.receive(connection.descriptor, data) == 1) {
                    calls.finish(connection.descriptor);
                    connection.awaited = Awaited.END;
                }
            }
            case END -> {
                if (calls.receive(connection.descriptor, data) == 0) {
                    end(connection);
                    done++;
                    goOn(index);
                }
            }
        }
    }

    private void end(Connection connection) {
        if (connection.descriptor != KernelCalls.NOTHING) {
            calls.close(connection.descriptor);
            connection.descriptor = KernelCalls.NOTHING;
        }
    }

    private void goOn(int index) throws IOException {
        if (System.nanoTime() - until < 0) {
            begin(index);
        } else {
            open--;
        }
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            end(connection);
        }
        epoll.close();
    }
}
