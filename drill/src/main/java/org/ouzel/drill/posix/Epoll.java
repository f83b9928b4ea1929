package org.ouzel.drill.posix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An epoll instance: descriptors, and what is asked of each. */
final class Epoll implements Description {
    private static final int MODES = Abi.EPOLLET | Abi.EPOLLONESHOT;
    private static final int UNSUPPORTED = Abi.EPOLLEXCLUSIVE | 1 << 29;
    private static final int ALWAYS = Abi.POLLERR | Abi.POLLHUP;

    private final Map<Integer, Interest> interests = new LinkedHashMap<>();

    /** What is asked of one descriptor. */
    private static final class Interest {
        private final Description description;
        private int asked;
        private long data;
        private boolean disabled;

        /** What was there when it was last looked at, and whether that is still to be told of. */
        private int seen;

        private long arrivals = -1;
        private boolean edge;

        private Interest(Description description) {
            this.description = description;
        }

        private void ask(EpollEvent event) {
            asked = event.events();
            data = event.data();
            disabled = false;
            seen = 0;
            arrivals = -1;
        }

        /** Takes note of edges; returns what is to be told. */
        private int look(long now) {
            int ready = description.readiness(now) & ((asked & ~MODES) | ALWAYS);
            long came = description.arrivals();
            edge |= (ready & ~seen) != 0 || came != arrivals;
            seen = ready;
            arrivals = came;
            boolean tells = (asked & Abi.EPOLLET) == 0 || edge;
            return !disabled && tells ? ready : 0;
        }

        private void told() {
            edge = false;
            disabled = (asked & Abi.EPOLLONESHOT) != 0;
        }
    }

    void add(int fd, Description description, EpollEvent event) throws Failure {
        requireSupported(event);
        if (interests.containsKey(fd)) {
            throw Failure.of(Errno.EEXIST);
        }
        Interest interest = new Interest(description);
        interest.ask(event);
        interests.put(fd, interest);
    }

    void modify(int fd, EpollEvent event) throws Failure {
        requireSupported(event);
        require(fd).ask(event);
    }

    void delete(int fd) throws Failure {
        require(fd);
        interests.remove(fd);
    }

    private static void requireSupported(EpollEvent event) throws Failure {
        if ((event.events() & UNSUPPORTED) != 0) {
            throw Failure.unsupported("EPOLLEXCLUSIVE and EPOLLWAKEUP: there is but one who waits");
        }
    }

    private Interest require(int fd) throws Failure {
        Interest interest = interests.get(fd);
        if (interest == null) {
            throw Failure.of(Errno.ENOENT);
        }
        return interest;
    }

    /** The description is closed. */
    void forget(Description description) {
        interests.values().removeIf(interest -> interest.description.equals(description));
    }

    /** Takes note of what has changed, so that no edge is missed between two waits. */
    void look(long now) {
        interests.values().forEach(interest -> interest.look(now));
    }

    /** What is ready now, so many at the most; it is told. Those that were told go behind those that were not. */
    List<EpollEvent> take(int most, long now) {
        List<EpollEvent> events = new ArrayList<>();
        for (Map.Entry<Integer, Interest> entry : List.copyOf(interests.entrySet())) {
            Interest interest = entry.getValue();
            int ready = interest.look(now);
            if (ready != 0 && events.size() < most) {
                events.add(new EpollEvent(ready, interest.data));
                interest.told();
                interests.remove(entry.getKey());
                interests.put(entry.getKey(), interest);
            }
        }
        return events;
    }

    @Override
    public int readiness(long now) {
        boolean ready = false;
        for (Interest interest : interests.values()) {
            ready |= interest.look(now) != 0;
        }
        return ready ? Abi.POLLIN | Abi.POLLRDNORM : 0;
    }

    @Override
    public long arrivals() {
        return interests.values().stream()
                .mapToLong(interest -> interest.description.arrivals())
                .sum();
    }
}
