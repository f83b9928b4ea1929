package org.ouzel.stack;

import java.io.IOException;
import java.util.Optional;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/** Carries what a link reads to the shard, on a thread of its own: a batch at a time, one lock for each. */
final class LinkReader {
    private final Shard shard;
    private final Link link;
    private final int interfaceIndex;
    private final Thread thread;
    private volatile Optional<IOException> failure = Optional.empty();

    LinkReader(Shard shard, Link link, int interfaceIndex, String name) {
        this.shard = shard;
        this.link = link;
        this.interfaceIndex = interfaceIndex;
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
                    shard.onFrames(interfaceIndex, batch);
                }
            }
        } catch (IOException failed) {
            failure = Optional.of(failed);
        }
    }

    /** Why the link is read no longer; empty while it is. */
    Optional<IOException> failure() {
        return failure;
    }

    /** The thread, for whoever waits for its end. */
    Thread thread() {
        return thread;
    }
}
