package org.ouzel.stack.around;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.ouzel.stack.link.Link;

/** Surroundings that have run a task when they are given it, and whose clock goes on by a step each time somebody looks at it. */
final class Elsewhere implements Surroundings {
    private final long stepNs;
    private final AtomicLong clock;

    Elsewhere(long stepNs) {
        this(stepNs, new AtomicLong());
    }

    Elsewhere(long stepNs, AtomicLong clock) {
        this.stepNs = stepNs;
        this.clock = clock;
    }

    @Override
    public long now() {
        return clock.addAndGet(stepNs);
    }

    @Override
    public void start(String name, Runnable task) {
        task.run();
    }

    @Override
    public long instantOf(long arrivedAtNs) {
        throw new UnsupportedOperationException("has no links");
    }

    @Override
    public long secret() {
        throw new UnsupportedOperationException("has no secrets");
    }

    @Override
    public MemorySegment memory(long bytes) {
        throw new UnsupportedOperationException("has no memory");
    }

    @Override
    public Monitor monitor() {
        throw new UnsupportedOperationException("has no locks");
    }

    @Override
    public Monitor separateMonitor() {
        throw new UnsupportedOperationException("has no locks");
    }

    @Override
    public Alarm alarm(Runnable ring) {
        throw new UnsupportedOperationException("has no threads");
    }

    @Override
    public Reading read(Link link, FrameSink into) {
        throw new UnsupportedOperationException("has no threads");
    }

    @Override
    public void afterCollection(Object of, Runnable action) {
        throw new UnsupportedOperationException("has no threads");
    }
}
