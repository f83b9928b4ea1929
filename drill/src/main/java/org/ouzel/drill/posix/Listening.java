package org.ouzel.drill.posix;

import java.util.Optional;
import org.ouzel.core.node.Backlog;
import org.ouzel.core.node.Node;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;

/** A socket that takes connections. */
final class Listening implements Role {
    private final Node node;
    private final Backlog backlog;
    private int capacity;
    private long accepted;

    private Listening(Node node, Backlog backlog, int capacity) {
        this.node = node;
        this.backlog = backlog;
        this.capacity = capacity;
    }

    /** Listens on a bound socket. */
    static Listening on(TcpSocket socket, Bindings.Bound bound, int backlog) throws Failure {
        Machine machine = socket.machine();
        int capacity = capacity(machine, backlog);
        FourTuple local = FourTuple.local(bound.address(), bound.port());
        try {
            Backlog begun = machine.node().listen(local, capacity, () -> machine.block(socket.options()));
            return new Listening(machine.node(), begun, capacity);
        } catch (OpenFailed failed) {
            throw Failure.of(errno(failed));
        }
    }

    private static Errno errno(OpenFailed failed) {
        return switch (failed.because()) {
            case NOT_OUR_ADDRESS -> Errno.EADDRNOTAVAIL;
            case ADDRESS_IN_USE, INSUFFICIENT_RESOURCES, NO_ROUTE, REMOTE_UNSPECIFIED -> Errno.EADDRINUSE;
        };
    }

    // Linux lets one more wait than was asked for, and takes a negative number for the largest.
    private static int capacity(Machine machine, int backlog) {
        int most = machine.settings().get().limits().backlog();
        return (backlog < 0 ? most : Math.min(backlog, most)) + 1;
    }

    /** {@code listen} again: another backlog. */
    void resize(Machine machine, int asked) {
        capacity = capacity(machine, asked);
        backlog.capacity(capacity);
    }

    Optional<Tcb> accept() {
        Optional<Tcb> next = backlog.accept();
        accepted += next.isPresent() ? 1 : 0;
        return next;
    }

    int acceptable() {
        return backlog.acceptable();
    }

    /** How many may wait, as {@code TCP_INFO} tells it. */
    int mostAcceptable() {
        return capacity - 1;
    }

    /** How many connections have come to wait here. */
    long arrivals() {
        return accepted + backlog.acceptable();
    }

    void end(long now) {
        node.unlisten(backlog, now);
    }
}
