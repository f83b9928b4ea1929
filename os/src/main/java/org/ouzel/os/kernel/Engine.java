package org.ouzel.os.kernel;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Durations;

/** What the streams and listeners of one host share. Safe for use by any thread. */
final class Engine {
    private final Surroundings surroundings;
    private final Reactor reactor;
    private final Workspaces workspaces = new Workspaces();
    private final Doors doors;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What has a descriptor, and ends with the host. */
    interface Member {
        /** The host is closed. */
        void onHostClosed();
    }

    Engine(String name, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.reactor = new Reactor(name);
        this.doors = new Doors(this);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Reactor reactor() {
        return reactor;
    }

    Doors doors() {
        return doors;
    }

    Workspace take() {
        return workspaces.take();
    }

    void give(Workspace workspace) {
        workspaces.give(workspace);
    }

    /** The time that is so much later; {@link Surroundings#NEVER} if that is beyond all time. */
    long after(long durationNs) {
        return durationNs == Surroundings.NEVER ? durationNs : Durations.after(surroundings.now(), durationNs);
    }

    /** Which of the events a descriptor has now. */
    int ready(SocketHandle handle, int events) {
        Workspace workspace = take();
        try {
            return handle.ready(workspace.caller(), events);
        } finally {
            give(workspace);
        }
    }

    /** From now on until it {@linkplain #leave leaves}, it is told when the host is closed. */
    void enter(Member member) throws TcpCallException {
        members.add(member);
        if (closed) {
            members.remove(member);
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
    }

    void leave(Member member) {
        members.remove(member);
    }

    void requireOpen() throws TcpCallException {
        if (closed) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
    }

    boolean isClosed() {
        return closed;
    }

    Map<String, Long> counters() {
        return Map.of("descriptors", (long) members.size());
    }

    void close() {
        closed = true;
        members.forEach(Member::onHostClosed);
        reactor.close();
    }
}
