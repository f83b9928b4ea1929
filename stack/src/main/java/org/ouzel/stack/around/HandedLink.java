package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;

/**
 * A link that nobody reads, because it hands on what comes in by itself, by one thread at a time, on threads of others. It has no lock of its
 * own: every packet would have to pass it.
 */
final class HandedLink implements Reading {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    private final String name;
    private final FrameSink into;
    private volatile Optional<IOException> failure = Optional.empty();

    HandedLink(String name, FrameSink into) {
        this.name = name;
        this.into = into;
    }

    /** Packets have come. What goes wrong here is nothing to the thread that has brought them. */
    void frames(FrameBatch batch) {
        if (failure.isPresent()) {
            return;
        }
        try {
            into.frames(batch);
        } catch (RuntimeException | AssertionError fault) {
            failure = Optional.of(new IOException(fault));
            LOG.log(System.Logger.Level.ERROR, name + " cannot be read any more", fault);
        }
    }

    @Override
    public Optional<IOException> failure() {
        return failure;
    }

    /** What is on its way finds its host closed. */
    @Override
    public void awaitEnd() {}
}
