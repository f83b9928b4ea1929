package org.ouzel.stack.around;

import java.lang.foreign.MemorySegment;
import org.ouzel.stack.link.Link;

/** Surroundings in which whoever looks at the clock is stopped for a while before he looks again. */
final class StoppedReader implements Surroundings {
    private final Surroundings real;
    private final long stopNs;
    private long stoppedNs;

    StoppedReader(Surroundings real, long stopNs) {
        this.real = real;
        this.stopNs = stopNs;
    }

    @Override
    public long now() {
        stoppedNs += stopNs;
        return real.now() + stoppedNs;
    }

    @Override
    public long instantOf(long arrivedAtNs) {
        return real.instantOf(arrivedAtNs);
    }

    @Override
    public long secret() {
        return real.secret();
    }

    @Override
    public MemorySegment memory(long bytes) {
        return real.memory(bytes);
    }

    @Override
    public Monitor monitor() {
        return real.monitor();
    }

    @Override
    public Monitor separateMonitor() {
        return real.separateMonitor();
    }

    @Override
    public Alarm alarm(Runnable ring) {
        return real.alarm(ring);
    }

    @Override
    public Reading read(Link link, FrameSink into) {
        return real.read(link, into);
    }

    @Override
    public void start(String name, Runnable task) {
        real.start(name, task);
    }

    @Override
    public void afterCollection(Object of, Runnable action) {
        real.afterCollection(of, action);
    }
}
