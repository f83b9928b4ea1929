package org.ouzel.drill.posix;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** The descriptors of a process. Those below three are taken by what every process has. */
final class Descriptors {
    private static final int FIRST = 3;
    private static final int MOST = 1024;

    private final TreeMap<Integer, Description> open = new TreeMap<>();

    /** The lowest number that is free. */
    int add(Description description) throws Failure {
        int fd = FIRST;
        while (open.containsKey(fd)) {
            fd++;
        }
        if (fd >= MOST) {
            throw Failure.of(Errno.EMFILE);
        }
        open.put(fd, description);
        return fd;
    }

    Optional<Description> find(int fd) {
        return Optional.ofNullable(open.get(fd));
    }

    Description require(int fd) throws Failure {
        return find(fd).orElseThrow(() -> Failure.of(Errno.EBADF));
    }

    TcpSocket socket(int fd) throws Failure {
        return switch (require(fd)) {
            case TcpSocket socket -> socket;
            case UdpSocket socket -> throw Failure.of(Errno.EOPNOTSUPP);
            case Epoll epoll -> throw Failure.of(Errno.ENOTSOCK);
        };
    }

    /** As {@link #socket}, for calls that are not for sockets alone. */
    TcpSocket file(int fd) throws Failure {
        if (require(fd) instanceof Epoll) {
            throw Failure.of(Errno.EINVAL);
        }
        return socket(fd);
    }

    Epoll epoll(int fd) throws Failure {
        return switch (require(fd)) {
            case Epoll epoll -> epoll;
            case Socket socket -> throw Failure.of(Errno.EINVAL);
        };
    }

    Description remove(int fd) throws Failure {
        Description removed = require(fd);
        open.remove(fd);
        return removed;
    }

    Collection<Description> all() {
        return open.values();
    }
}
