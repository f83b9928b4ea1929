package org.ouzel.stack.around;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.ouzel.stack.link.Link;

/**
 * The real world: the machine's clock, its threads, and secrets from its entropy. One platform thread for each link that has to be
 * read, which leaves reading to a platform thread of the user's that waits unless there are several queues, and one for the alarm; the user's tasks have virtual threads, or are run
 * in place by the one that reads.
 */
public final class Threads implements Surroundings {
    private static final Cleaner CLEANER =
            Cleaner.create(Thread.ofPlatform().daemon().name("ouzel cleaner").factory());

    private final String name;
    private final long origin;

    /** Whether these are all that the host has: a thread that waits may else wait for what comes to others. */
    private final boolean isAlone;

    private final long busyPollNs;

    private final SecureRandom random = new SecureRandom();
    private final LockMonitor monitor = new LockMonitor(this);

    /**
     * Surroundings of one host.
     *
     * @param name what the names of its threads begin with
     */
    public Threads(String name) {
        this(name, System.nanoTime(), true, 0);
    }

    private Threads(String name, long origin, boolean isAlone, long busyPollNs) {
        this.name = name;
        this.origin = origin;
        this.isAlone = isAlone;
        this.busyPollNs = busyPollNs;
    }

    /**
     * Those of a host of so many parts, whose time is the same and which have nothing else in common.
     *
     * @param name what the names of its threads begin with
     * @param busyPollNs how long whoever reads a link looks again and again before he waits there
     */
    public static List<Threads> several(String name, int parts, long busyPollNs) {
        long origin = System.nanoTime();
        return IntStream.range(0, parts)
                .mapToObj(part -> new Threads(parts == 1 ? name : name + " " + part, origin, parts == 1, busyPollNs))
                .toList();
    }

    @Override
    public long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public long instantOf(long arrivedAtNs) {
        return arrivedAtNs - origin;
    }

    @Override
    public long secret() {
        return random.nextLong();
    }

    @Override
    public MemorySegment memory(long bytes) {
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    @Override
    public Monitor monitor() {
        return monitor;
    }

    @Override
    public Monitor separateMonitor() {
        return new LockMonitor(this);
    }

    @Override
    public Alarm alarm(Runnable ring) {
        SleepingAlarm alarm = new SleepingAlarm(this, name + " alarm", ring);
        alarm.start();
        return alarm;
    }

    @Override
    public Reading read(Link link, FrameSink into) {
        HandedLink handed = new HandedLink(link.name(), into);
        if (link.handTo(handed::frames, task -> start(link.name(), task))) {
            monitor.onHandedLink();
            return handed;
        }
        LinkReader reader =
                new LinkReader(new LinkReader.Intake(name + " " + link.name(), link, into), monitor, this, busyPollNs);
        monitor.onLink(reader, isAlone && link.waker().isPresent());
        reader.start();
        return reader;
    }

    @Override
    public void start(String task, Runnable action) {
        Thread.ofVirtual().name(name + " " + task).start(action);
    }

    @Override
    public void startInPlace(String task, Runnable action) {
        if (!monitor.leaves(task, action)) {
            start(task, action);
        }
    }

    @Override
    public void afterCollection(Object of, Runnable action) {
        CLEANER.register(of, action);
    }
}
