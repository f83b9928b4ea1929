package org.ouzel.drill.posix;

import java.util.List;
import java.util.Optional;

/** {@code epoll_wait}. */
final class EpollWaitOperation extends Operation {
    private final Epoll epoll;
    private final int most;

    EpollWaitOperation(Epoll epoll, int most, int timeoutMs, long now) throws Failure {
        super(epoll, PollOperation.deadline(timeoutMs, now));
        if (most <= 0) {
            throw Failure.of(Errno.EINVAL);
        }
        this.epoll = epoll;
        this.most = most;
    }

    @Override
    Optional<Answer> advance(long now) {
        List<EpollEvent> events = epoll.take(most, now);
        return events.isEmpty() ? Optional.empty() : Optional.of(answer(events));
    }

    @Override
    Answer giveUp(long now) {
        return answer(List.of());
    }

    private static Answer answer(List<EpollEvent> events) {
        return Answer.Result.of(events.size(), new Output.Events(events));
    }
}
