package org.ouzel.drill.kernel;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.run.Target;

/**
 * What other threads have told of a host, with the script's times: those that count from its first event, since what comes before is to
 * take no time, and is no matter of the script. For one thread, but for {@link #add}.
 */
final class Occurrences {
    private final LinkedBlockingQueue<Occurrence> told = new LinkedBlockingQueue<>();
    private final Deque<Target.Sent> sent = new ArrayDeque<>();
    private final List<Target.Ended> ended = new ArrayList<>();
    private @Nullable IOException broken;
    private boolean begun;
    private long beginNs;

    /** Tells of something. For any thread. */
    void add(Occurrence occurrence) {
        told.add(occurrence);
    }

    /** The first event comes, if it was not that long ago. */
    void begin() {
        if (!begun) {
            collect();
            sent.clear();
            begun = true;
            beginNs = System.nanoTime();
        }
    }

    /** The script's time. */
    long now() {
        return begun ? System.nanoTime() - beginNs : 0;
    }

    /** Whether there is nothing to take. */
    boolean areNone() {
        collect();
        return sent.isEmpty() && ended.isEmpty();
    }

    /**
     * Waits until something is told, for so long at the most.
     *
     * @throws IOException if the device can no longer be read
     */
    void await(long ns) throws IOException {
        if (broken != null) {
            throw broken;
        }
        try {
            Occurrence first = told.poll(ns, TimeUnit.NANOSECONDS);
            if (first != null) {
                sort(first);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void collect() {
        for (Occurrence next = told.poll(); next != null; next = told.poll()) {
            sort(next);
        }
    }

    private void sort(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.Packet(long at, var bytes) -> sent.add(new Target.Sent(at - beginNs, bytes));
            case Occurrence.End(long at, var completion) -> ended.add(new Target.Ended(at - beginNs, completion));
            case Occurrence.Broken(IOException why) -> broken = why;
        }
    }

    /** The oldest packet that was not taken yet. */
    Optional<Target.Sent> takeSent() {
        collect();
        return Optional.ofNullable(sent.poll());
    }

    /** The calls that have ended since this was last asked. */
    List<Target.Ended> takeEnded() {
        collect();
        List<Target.Ended> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }
}
