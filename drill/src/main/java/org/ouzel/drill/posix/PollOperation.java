package org.ouzel.drill.posix;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code poll}. */
final class PollOperation implements Operation {
    private final Descriptors descriptors;
    private final List<PollEntry> entries;
    private final long deadline;

    PollOperation(Descriptors descriptors, List<PollEntry> entries, int timeoutMs, long now) {
        this.descriptors = descriptors;
        this.entries = entries;
        this.deadline = deadline(timeoutMs, now);
    }

    /** When a wait ends that takes so many milliseconds, for ever if that is negative. */
    static long deadline(int timeoutMs, long now) {
        return timeoutMs < 0 ? NEVER : Operation.after(now, TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Optional<Answer> attempt(long now) {
        List<PollEntry> found = entries.stream()
                .map(entry -> new PollEntry(entry.fd(), entry.events(), find(entry, now)))
                .toList();
        long ready = found.stream().filter(entry -> entry.revents() != 0).count();
        return ready > 0 || now >= deadline
                ? Optional.of(Answer.Result.of(ready, new Output.Polled(found)))
                : Optional.empty();
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
