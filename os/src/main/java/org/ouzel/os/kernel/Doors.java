package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;

/**
 * The local addresses on which streams wait for connections: each has one listening socket, however many streams wait there.
 * Guarded by its own monitor, inside of which no stream's lock is taken.
 */
final class Doors {
    private final Engine engine;
    private final Map<InetSocketAddress, Door> open = new HashMap<>();

    Doors(Engine engine) {
        this.engine = engine;
    }

    /**
     * Has a stream wait.
     *
     * @throws java.net.BindException if a listener has the port, or the address is not the host's
     */
    synchronized Door wait(PassiveOpen request, StreamOptions options, Door.Taker taker) throws IOException {
        Door there = open.get(Sockets.canonical(request.local()));
        if (there == null) {
            there = Door.open(engine, this, request.local(), options);
            open.put(there.local(), there);
        }
        there.add(request, taker);
        return there;
    }

    /** A stream waits no longer. Whether it did. */
    synchronized boolean leave(Door door, Door.Taker taker) {
        boolean waited = door.remove(taker);
        closeIfEmpty(door);
        return waited;
    }

    /** The stream that has waited longest among those that take a connection from there, which waits no longer. */
    synchronized Optional<Door.Taker> takerOf(Door door, InetSocketAddress remote) {
        Optional<Door.Taker> taker = door.removeFirst(remote);
        closeIfEmpty(door);
        return taker;
    }

    private void closeIfEmpty(Door door) {
        if (door.isEmpty() && open.remove(door.local(), door)) {
            door.close();
        }
    }
}
