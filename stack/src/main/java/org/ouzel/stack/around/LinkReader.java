package org.ouzel.stack.around;

import java.io.IOException;
import java.util.Optional;
import org.ouzel.stack.around.Surroundings.FrameSink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/** A thread that reads a link until it is closed. */
final class LinkReader implements Reading {
    private static final System.Logger LOG = System.getLogger("org.ouzel.stack");

    private final Link link;
    private final FrameSink into;
    private final Thread thread;
    private volatile Optional<IOException> failure = Optional.empty();

    LinkReader(String name, Link link, FrameSink into) {
        this.link = link;
        this.into = into;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        FrameBatch batch = FrameBatch.of(link.capabilities());
        try {
            while (link.read(batch, Long.MAX_VALUE)) {
                if (batch.size() > 0) {
                    into.frames(batch);
                }
            }
        } catch (IOException failed) {
            fail(failed);
        } catch (RuntimeException fault) {
            fail(new IOException(fault));
        }
    }

    private void fail(IOException why) {
        failure = Optional.of(why);
        LOG.log(System.Logger.Level.ERROR, link.name() + " cannot be read any more", why);
    }

    @Override
    public Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void awaitEnd() {
        Joining.join(thread);
    }
}
