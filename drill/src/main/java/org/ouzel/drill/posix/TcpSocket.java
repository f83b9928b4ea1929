package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.ouzel.core.node.OpenFailed;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/** A TCP socket, whatever it has become. */
final class TcpSocket implements Socket {
    private final Machine machine;
    private final Family family;
    private final SocketOptions options;
    private Role role;
    private Optional<Bindings.Bound> bound = Optional.empty();

    /** What is left of a connection that the user has given up, to be told once. */
    private Optional<Errno> error = Optional.empty();

    private boolean nonBlocking;

    /** Where a {@code connect} leads that waits for what is written ({@code TCP_FASTOPEN_CONNECT}). */
    private Optional<Address> deferred = Optional.empty();

    private TcpSocket(Machine machine, Family family, SocketOptions options) {
        this.machine = machine;
        this.family = family;
        this.options = options;
        this.role = Role.Idle.IDLE;
    }

    /** A new socket. */
    static TcpSocket fresh(Machine machine, Family family) {
        return new TcpSocket(
                machine, family, new SocketOptions(machine.settings().get()));
    }

    /** A connection that was accepted on this socket. */
    TcpSocket accepted(Tcb tcb) {
        TcpSocket child = new TcpSocket(machine, family, new SocketOptions(options));
        child.role = new Stream(machine.node(), tcb, family, child.options, true);
        return child;
    }

    Machine machine() {
        return machine;
    }

    Family family() {
        return family;
    }

    SocketOptions options() {
        return options;
    }

    Role role() {
        return role;
    }

    boolean isListening() {
        return role instanceof Listening;
    }

    /** Whether nothing is open, whatever there was. */
    boolean isClosed() {
        return switch (role) {
            case Role.Idle idle -> true;
            case Listening listening -> false;
            case Stream stream -> stream.isOver();
        };
    }

    boolean isBound() {
        return bound.isPresent() || role != Role.Idle.IDLE;
    }

    @Override
    public boolean isNonBlocking() {
        return nonBlocking;
    }

    @Override
    public void nonBlocking(boolean chosen) {
        nonBlocking = chosen;
    }

    boolean hasError() {
        return error.isPresent();
    }

    /** {@code SO_ERROR}: told once. */
    Optional<Errno> takeError() {
        if (role instanceof Stream stream) {
            stream.look();
            return stream.takeError();
        }
        Optional<Errno> taken = error;
        error = Optional.empty();
        return taken;
    }

    // ---- bind, listen, connect

    void bind(Address address) throws Failure {
        family.requireToBind(address);
        if (!isClosed() || bound.isPresent()) {
            throw Failure.of(Errno.EINVAL);
        }
        IpAddress local = Family.onTheWire(address.ip());
        if (options.onlyIpv6 && local instanceof Ipv4Address) {
            throw Failure.of(Errno.EINVAL);
        }
        claim(local, address.port());
    }

    private Bindings.Bound claim(IpAddress local, int port) throws Failure {
        if (!local.isUnspecified() && !machine.node().isOurs(local)) {
            throw Failure.of(Errno.EADDRNOTAVAIL);
        }
        Bindings.Bound claimed = machine.bindings().claim(this, local, port, machine.node()::isPortConnected);
        bound = Optional.of(claimed);
        return claimed;
    }

    void listen(int backlog) throws Failure {
        switch (role) {
            case Role.Idle idle -> {
                Bindings.Bound on = bound.isPresent() ? bound.get() : claim(family.any(), 0);
                if (options.onlyIpv6 && on.address().isUnspecified()) {
                    throw Failure.unsupported("a node that listens on all addresses of IPv6 takes those of IPv4 too");
                }
                role = Listening.on(this, on, backlog);
                allowFastOpens(backlog);
            }
            case Listening listening -> listening.resize(machine, backlog);
            case Stream stream -> throw Failure.of(Errno.EINVAL);
        }
    }

    /** Linux: where every socket that listens may take data with a SYN, so many connections may as wait to be accepted. */
    private void allowFastOpens(int backlog) {
        SystemSettings.FastOpen system = machine.settings().get().fastOpen();
        FastOpenTuning tuning = options.tuning().fastOpen();
        if (system.everyListener() && tuning.taking().pending() == 0) {
            options.tune(tuning.with(tuning.taking().withPending(Math.max(0, backlog))));
        }
    }

    /** Sends a SYN, unless it is to wait for data. */
    void connect(Address address, long now) throws Failure {
        if (options.connectsWithData && isKnown(address, now)) {
            deferred = Optional.of(address);
            error = Optional.empty();
        } else if (options.connectsWithData) {
            connect(address, Optional.of(Call.zeros(0)), now);
        } else {
            connect(address, Optional.empty(), now);
        }
    }

    /** Sends a SYN with as much of the data as may go with it; returns how much that is. */
    int connect(Address address, MemorySegment data, long now) throws Failure {
        return connect(address, Optional.of(data), now);
    }

    /** Where a {@code connect} leads that waits for data. */
    Optional<Address> deferred() {
        return deferred;
    }

    private FourTuple to(IpAddress remote, int remotePort) {
        IpAddress local = bound.map(Bindings.Bound::address)
                .filter(ip -> !ip.isUnspecified())
                .orElseGet(family::any);
        return new FourTuple(local, bound.map(Bindings.Bound::port).orElse(0), remote, remotePort);
    }

    private boolean isKnown(Address address, long now) throws Failure {
        family.require(address);
        FourTuple to = to(Family.onTheWire(address.ip()), address.port());
        try {
            return machine.node()
                    .isKnownForFastOpen(to, machine.tuning(options).fastOpen().asking(), now);
        } catch (OpenFailed failed) {
            throw Failure.of(errno(failed));
        }
    }

    private int connect(Address address, Optional<MemorySegment> data, long now) throws Failure {
        family.require(address);
        IpAddress remote = Family.onTheWire(address.ip());
        if (options.onlyIpv6 && remote instanceof Ipv4Address) {
            throw Failure.of(Errno.ENETUNREACH);
        }
        if (machine.node().isOurs(remote) || remote.isLoopback()) {
            throw Failure.unsupported("a node does not connect to itself");
        }
        Tcb tcb = machine.block(options);
        FourTuple to = to(remote, address.port());
        int taken;
        try {
            taken = open(tcb, to, data, now);
        } catch (OpenFailed failed) {
            throw Failure.of(errno(failed));
        } catch (CallRefused refused) {
            throw new AssertionError("a new block is in " + tcb.state(), refused);
        }
        error = Optional.empty();
        deferred = Optional.empty();
        role = new Stream(machine.node(), tcb, family, options, false);
        return taken;
    }

    private int open(Tcb tcb, FourTuple to, Optional<MemorySegment> data, long now) throws OpenFailed, CallRefused {
        if (data.isPresent()) {
            return machine.node().fastOpen(tcb, to, data.get(), now);
        }
        machine.node().activeOpen(tcb, to, now);
        return 0;
    }

    private static Errno errno(OpenFailed failed) {
        return switch (failed.because()) {
            case NO_ROUTE, REMOTE_UNSPECIFIED -> Errno.ENETUNREACH;
            case NOT_OUR_ADDRESS, ADDRESS_IN_USE, INSUFFICIENT_RESOURCES -> Errno.EADDRNOTAVAIL;
        };
    }

    // ---- Ending

    /** A connection that came to nothing, or ended: the socket can be connected again. */
    void forgetConnection() {
        deferred = Optional.empty();
        role = Role.Idle.IDLE;
    }

    /** {@code connect} to no address: whatever there is ends at once, and the socket is as if new. */
    void disconnect(long now) {
        switch (role) {
            case Role.Idle idle -> {}
            case Listening listening -> listening.end(now);
            case Stream stream -> {
                boolean wasOpen = !stream.isOver();
                stream.abort(now);
                error = wasOpen ? Optional.of(Errno.ECONNRESET) : Optional.empty();
            }
        }
        forgetConnection();
    }

    void shutdown(boolean receiving, boolean sending, long now) throws Failure {
        switch (role) {
            case Role.Idle idle -> throw Failure.of(Errno.ENOTCONN);
            case Listening listening -> {
                if (receiving) {
                    disconnect(now);
                }
            }
            case Stream stream when stream.tcb().state() == State.SYN_SENT -> disconnect(now);
            case Stream stream -> shutdown(stream, receiving, sending, now);
        }
    }

    private static void shutdown(Stream stream, boolean receiving, boolean sending, long now) throws Failure {
        stream.look();
        if (stream.isOver()) {
            throw Failure.of(Errno.ENOTCONN);
        }
        if (receiving) {
            stream.shutReceiving();
        }
        if (sending) {
            stream.shutSending(now);
        }
    }

    /** The descriptor is closed. */
    void close(long now) {
        switch (role) {
            case Role.Idle idle -> {}
            case Listening listening -> listening.end(now);
            case Stream stream -> stream.close(now);
        }
        machine.bindings().release(this);
    }

    // ---- What others ask

    /** The options have changed: a connection there is takes them over. */
    void apply(long now) {
        if (role instanceof Stream stream) {
            stream.apply(now);
        }
    }

    /** Takes note of when things happen: to be called whenever something may have. */
    void observe(long now) {
        if (role instanceof Stream stream) {
            stream.observe(now);
        }
    }

    /** Whether it has that connection. */
    boolean isNamed(FourTuple connection) {
        return role instanceof Stream stream && stream.tcb().tuple().equals(Optional.of(connection));
    }

    @Override
    public Address localName() {
        boolean boundSince = bound.isPresent() && isClosed();
        Optional<FourTuple> tuple =
                role instanceof Stream stream && !boundSince ? stream.tcb().tuple() : Optional.empty();
        return tuple.map(name -> family.shown(name.localAddress(), name.localPort()))
                .or(() -> bound.map(at -> family.shown(at.address(), at.port())))
                .orElseGet(() -> Address.of(family.any(), 0));
    }

    @Override
    public Optional<Address> remoteName() {
        return role instanceof Stream stream && !stream.isOver() && !stream.isConnecting()
                ? stream.tcb().tuple().map(name -> family.shown(name.remoteAddress(), name.remotePort()))
                : Optional.empty();
    }

    @Override
    public int readiness(long now) {
        return Readiness.of(this, now);
    }

    @Override
    public long arrivals() {
        return switch (role) {
            case Role.Idle idle -> 0;
            case Listening listening -> listening.arrivals();
            case Stream stream -> stream.received() + stream.outOfBand().mark() + 1 + (stream.isPeerClosed() ? 1 : 0);
        };
    }
}
