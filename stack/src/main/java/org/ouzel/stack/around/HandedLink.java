package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;

/** A link that nobody reads, because it hands on what comes in by itself, on threads of others. */
final class HandedLink implements Reading {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    private final String name;
    private final FrameSink into;

    /** Held while packets are handed on, so that their end can be waited for. */
    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by turn
    private boolean ended;

    private volatile Optional<IOException> failure = Optional.empty();

    HandedLink(String name, FrameSink into) {
        this.name = name;
        this.into = into;
    }

    /** Packets have come. What goes wrong here is nothing to the thread that has brought them. */
    void frames(FrameBatch batch) {
        turn.lock();
        try {
            if (!ended) {
                into.frames(batch);
            }
        } catch (RuntimeException | AssertionError fault) {
            ended = true;
            failure = Optional.of(new IOException(fault));
            LOG.log(System.Logger.Level.ERROR, name + " cannot be read any more", fault);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void awaitEnd() {
        turn.lock();
        try {
            ended = true;
        } finally {
            turn.unlock();
        }
    }
}
