package org.ouzel.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.stack.stream.Durations;

/**
 * A listener of the in-process engine: an {@link Entrance} in each shard. Who waits for a connection waits at one of them, and is called when
 * one has come in at another where nobody is left to take it.
 */
final class StackListener implements TcpListener {
    /** So often a port that is free in the first shard may turn out to be taken in another. */
    private static final int MOST_TRIED = 64;

    /** Of so many accepts one looks first whether connections wait at other entrances for want of threads there. */
    private static final int EACH_SO_OFTEN = 64;

    /** Copied when one comes, for the first may be called before the last is there. */
    private final List<Entrance> entrances = new CopyOnWriteArrayList<>();

    /** Held while an action of the user's runs, where there are several entrances to call it. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Where to wait first. */
    private final IntSupplier place;

    private StackListener(IntSupplier place) {
        this.place = place;
    }

    /**
     * Listens. No lock is held.
     *
     * @param place tells at which of them the calling thread had better wait
     * @param local the local address, perhaps unspecified, and port, or 0 for a free one
     * @param capacity how many connections may wait to be accepted, in each shard
     */
    static StackListener open(
            List<Shard> shards, IntSupplier place, InetSocketAddress local, int capacity, StreamOptions options)
            throws IOException {
        if (capacity < 1) {
            throw new IllegalArgumentException("backlog out of range: " + capacity);
        }
        for (int attempt = 1; true; attempt++) {
            StackListener listener = new StackListener(place);
            try {
                listener.enter(shards, Addresses.listening(local), capacity, options);
                return listener;
            } catch (OpenFailed failed) {
                listener.close();
                boolean isPicked = local.getPort() == 0 && failed.because() == OpenFailed.Cause.ADDRESS_IN_USE;
                if (!isPicked || attempt == MOST_TRIED) {
                    throw Reasons.cannotOpen(failed, local);
                }
            } catch (IOException | RuntimeException failed) {
                listener.close();
                throw failed;
            }
        }
    }

    private void enter(List<Shard> shards, FourTuple on, int capacity, StreamOptions options)
            throws IOException, OpenFailed {
        boolean isAlone = shards.size() == 1;
        FourTuple picked = on;
        for (Shard shard : shards) {
            shard.lock();
            try {
                shard.requireOpen();
                Blocks blocks = shard.workshop().blocks(options);
                Runnable onSurplus = isAlone ? () -> {} : () -> shard.afterUnlock(this::callToSurplus);
                Entrance entrance = new Entrance(shard, picked, capacity, blocks, onSurplus);
                entrances.add(entrance);
                picked = entrance.local();
            } finally {
                shard.unlock();
            }
        }
    }

    // ---- Accepting

    @Override
    public TcpStream accept() throws IOException {
        return accept(Shard.NEVER).orElseThrow(() -> new AssertionError("an accept without a deadline has met it"));
    }

    @Override
    public TcpStream accept(Duration timeout) throws IOException {
        return accept(Durations.nanos(timeout))
                .orElseThrow(() -> new SocketTimeoutException("no connection to accept within " + timeout));
    }

    @Override
    public Optional<TcpStream> tryAccept() throws IOException {
        int first = place.getAsInt();
        Optional<TcpStream> accepted = Optional.empty();
        for (int i = 0; i < entrances.size() && accepted.isEmpty(); i++) {
            accepted = entrances.get((first + i) % entrances.size()).tryAccept();
        }
        return accepted;
    }

    private Optional<TcpStream> accept(long timeoutNs) throws IOException {
        if (timeoutNs == 0) {
            return tryAccept();
        }
        Entrance own = entrances.get(place.getAsInt());
        long deadline = own.after(timeoutNs);
        try {
            boolean looksElsewhere =
                    entrances.size() > 1 && ThreadLocalRandom.current().nextInt(EACH_SO_OFTEN) == 0;
            Optional<TcpStream> accepted = looksElsewhere ? fromSurplus() : Optional.empty();
            do {
                accepted = accepted.isEmpty() ? own.accept(deadline, this::hasSurplus) : accepted;
                accepted = accepted.isEmpty() ? fromSurplus() : accepted;
            } while (accepted.isEmpty() && own.isBefore(deadline));
            return accepted.isEmpty() ? tryAccept() : accepted;
        } finally {
            callToSurplus(); // Who was called to one before may be this thread, which took another, or none.
        }
    }

    private Optional<TcpStream> fromSurplus() throws IOException {
        int first = ThreadLocalRandom.current().nextInt(entrances.size());
        for (int i = 0; i < entrances.size(); i++) {
            Entrance entrance = entrances.get((first + i) % entrances.size());
            if (entrance.surplus() > 0) {
                return entrance.tryAccept();
            }
        }
        return Optional.empty();
    }

    /** Whether more connections wait at some entrance than threads there take. */
    private boolean hasSurplus() {
        for (int i = 0; i < entrances.size() && entrances.size() > 1; i++) {
            if (entrances.get(i).surplus() > 0) {
                return true;
            }
        }
        return false;
    }

    /** If more connections wait at an entrance than threads there take, one that has nothing to take elsewhere is to look. */
    private void callToSurplus() {
        if (hasSurplus()) {
            for (Entrance entrance : entrances) {
                if (entrance.surplus() < 0) {
                    entrance.wakeOne();
                    return;
                }
            }
        }
    }

    @Override
    public void onAcceptable(Runnable action) {
        Runnable then = entrances.size() == 1 ? action : () -> inTurn(action);
        entrances.forEach(entrance -> entrance.onAcceptable(then));
    }

    private void inTurn(Runnable action) {
        turn.lock();
        try {
            action.run();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return Addresses.local(entrances.getFirst().local());
    }

    @Override
    public void close() {
        entrances.forEach(Entrance::close);
    }
}
