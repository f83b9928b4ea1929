package org.ouzel.drill.posix;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code poll}. */
final class PollOperation extends Operation {
    private final Descriptors descriptors;
    private final List<PollEntry> entries;

    PollOperation(Descriptors descriptors, List<PollEntry> entries, int timeoutMs, long now) {
        super(new Object(), deadline(timeoutMs, now)); // polls take nothing from each other: none stands in line
        this.descriptors = descriptors;
        this.entries = entries;
    }

    /** When a wait ends that takes so many milliseconds, for ever if that is negative. */
    static long deadline(int timeoutMs, long now) {
        return timeoutMs < 0 ? NEVER : after(now, TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    @Override
    Optional<Answer> advance(long now) {
        Answer.Result found = look(now);
        return found.value() > 0 ? Optional.of(found) : Optional.empty();
    }

    @Override
    Answer giveUp(long now) {
        return look(now);
    }

    private Answer.Result look(long now) {
        List<PollEntry> found = entries.stream()
                .map(entry -> new PollEntry(entry.fd(), entry.events(), find(entry, now)))
                .toList();
        long ready = found.stream().filter(entry -> entry.revents() != 0).count();
        return Answer.Result.of(ready, new Output.Polled(found));
    }

    private int find(PollEntry entry, long now) {
        if (entry.fd() < 0) {
            return 0;
        }
        int wanted = entry.events() | Abi.POLLERR | Abi.POLLHUP;
        return descriptors
                .find(entry.fd())
                .map(found -> found.readiness(now) & wanted)
                .orElse(Abi.POLLNVAL);
    }
}
