package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketHandle;

/**
 * One local address on which streams wait for connections. The kernel completes the handshakes; what comes then goes to the
 * stream that has waited longest and takes it, and is reset if there is none. Who waits is guarded by {@link Doors}.
 */
final class Door implements Reactor.Watcher, Engine.Member {
    /** How many connections may wait for a moment until they are handed over. */
    private static final int BACKLOG = 128;

    private final Engine engine;
    private final Doors doors;
    private final SocketHandle handle;
    private final InetSocketAddress local;
    private final Reactor reactor;
    private final List<Waiting> waiting = new ArrayList<>(1);
    private long key;

    /** Who waits for a connection. */
    interface Taker {
        /** Here it is. The taker gives its descriptor back if it does not want it any more. */
        void take(SocketHandle connected, InetSocketAddress remote);
    }

    private record Waiting(PassiveOpen request, Taker taker) {
        boolean takes(InetSocketAddress remote) {
            Optional<InetAddress> only = request.remoteAddress();
            return (only.isEmpty() || only.get().equals(remote.getAddress()))
                    && (request.remotePort() == 0 || request.remotePort() == remote.getPort());
        }
    }

    private Door(Engine engine, Doors doors, SocketHandle handle, InetSocketAddress local) {
        this.engine = engine;
        this.reactor = engine.reactor();
        this.doors = doors;
        this.handle = handle;
        this.local = local;
    }

    /** Listens. */
    static Door open(Engine engine, Doors doors, InetSocketAddress local, StreamOptions options) throws IOException {
        SocketHandle handle = Sockets.listening(engine, local, BACKLOG, options);
        Door door = new Door(engine, doors, handle, Sockets.local(engine, handle));
        boolean open = false;
        try {
            engine.enter(door);
            door.watch();
            open = true;
            return door;
        } finally {
            if (!open) {
                door.close();
            }
        }
    }

    /** The host may be closed meanwhile, and this with it: then its descriptor is perhaps another's. */
    private void watch() throws IOException {
        if (!handle.enter()) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
        try {
            key = reactor.watch(handle.descriptor(), this);
        } finally {
            handle.leave();
        }
    }

    InetSocketAddress local() {
        return local;
    }

    void add(PassiveOpen request, Taker taker) {
        waiting.add(new Waiting(request, taker));
    }

    boolean remove(Taker taker) {
        return waiting.removeIf(one -> one.taker().equals(taker));
    }

    Optional<Taker> removeFirst(InetSocketAddress remote) {
        Optional<Waiting> first =
                waiting.stream().filter(one -> one.takes(remote)).findFirst();
        first.ifPresent(waiting::remove);
        return first.map(Waiting::taker);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public void onEdge(int events) {
        for (Optional<SocketHandle.Accepted> next = accept(); next.isPresent(); next = accept()) {
            SocketHandle.Accepted accepted = next.get();
            Optional<Taker> taker = doors.takerOf(this, accepted.remote());
            if (taker.isPresent()) {
                taker.get().take(accepted.handle(), accepted.remote());
            } else {
                Sockets.reset(engine, accepted.handle());
            }
        }
    }

    private Optional<SocketHandle.Accepted> accept() {
        if (!handle.enter()) {
            return Optional.empty();
        }
        try {
            return Sockets.accept(engine, handle);
        } catch (ErrnoException failed) {
            // As for want of descriptors: the connection stays in the kernel's queue until the next one comes.
            return Optional.empty();
        } finally {
            handle.leave();
        }
    }

    @Override
    public void onHostClosed() {
        close();
    }

    void close() {
        reactor.forget(key);
        engine.leave(this);
        handle.close();
    }
}
