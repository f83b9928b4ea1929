package org.ouzel.os.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.os.sys.Caller;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.NetworkNamespace;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Durations;

/** What the streams and listeners of one host share. Safe for use by any thread. */
final class Engine {
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");

    private final Optional<String> namespace;
    private final Surroundings surroundings;
    private final Reactor platform;
    private final Reactor virtual;
    private final Alarm alarm;
    private final Stragglers stragglers;
    private final Workspaces workspaces = new Workspaces();
    private final Doors doors;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What has a descriptor, and ends with the host. */
    interface Member {
        /** The host is closed. */
        void onHostClosed();
    }

    /**
     * @param namespace that of its sockets; empty for the program's own
     */
    Engine(String name, Optional<String> namespace, Surroundings surroundings) {
        this.namespace = namespace;
        this.surroundings = surroundings;
        this.platform = new Reactor(name + " reactor", Reactor.Kind.PLATFORM);
        this.virtual = new Reactor(name + " virtual reactor", Reactor.Kind.VIRTUAL);
        this.alarm = new Alarm(name + " alarm");
        this.stragglers = new Stragglers(alarm);
        this.doors = new Doors(this);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** The one that tells threads of the calling thread's kind soonest. */
    Reactor reactor() {
        return Thread.currentThread().isVirtual() ? virtual : platform;
    }

    Alarm alarm() {
        return alarm;
    }

    Stragglers stragglers() {
        return stragglers;
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

    /** Does something in the network namespace of the host. */
    <T> T inside(Callable<T> action) throws IOException {
        if (namespace.isPresent()) {
            return NetworkNamespace.inside(namespace.get(), action);
        }
        try {
            return action.call();
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    /** A setting of the kernel's for TCP. */
    String setting(String name) {
        try {
            return inside(() -> Files.readString(SETTINGS.resolve(name)).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The time. */
    long now() {
        return surroundings.now();
    }

    /** The time that is so much later; {@link Surroundings#NEVER} if that is beyond all time. */
    long after(long durationNs) {
        return durationNs == Surroundings.NEVER ? durationNs : Durations.after(surroundings.now(), durationNs);
    }

    /** Some system calls on one descriptor. */
    interface Calls<T> {
        T make(Caller caller) throws ErrnoException;
    }

    /** Makes the calls with what they need, which is the calling thread's alone meanwhile. */
    <T> T call(Calls<T> calls) throws ErrnoException {
        Workspace workspace = take();
        try {
            return calls.make(workspace.caller());
        } finally {
            give(workspace);
        }
    }

    /** Some system calls that tell nothing. */
    interface Steps {
        void make(Caller caller) throws ErrnoException;
    }

    /** Makes the calls with what they need, which is the calling thread's alone meanwhile. */
    void run(Steps steps) throws ErrnoException {
        Workspace workspace = take();
        try {
            steps.make(workspace.caller());
        } finally {
            give(workspace);
        }
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
        platform.close();
        virtual.close();
        alarm.close();
    }
}
