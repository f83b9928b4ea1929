package org.ouzel.drill.posix;

import java.util.List;
import java.util.Optional;

/** {@code epoll_wait}. */
final class EpollWaitOperation implements Operation {
    private final Epoll epoll;
    private final int most;
    private final long deadline;

    private record Lane(Epoll epoll) {}

    EpollWaitOperation(Epoll epoll, int most, int timeoutMs, long now) throws Failure {
        if (most <= 0) {
            throw Failure.of(Errno.EINVAL);
        }
        this.epoll = epoll;
        this.most = most;
        this.deadline = PollOperation.deadline(timeoutMs, now);
    }

    @Override
    public Object lane() {
        return new Lane(epoll);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Optional<Answer> attempt(long now) {
        List<EpollEvent> events = epoll.take(most, now);
        return !events.isEmpty() || now >= deadline
                ? Optional.of(Answer.Result.of(events.size(), new Output.Events(events)))
                : Optional.empty();
    }
}
