package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;

/** A datagram socket of UDP. */
final class UdpSocket implements Socket {
    private static final int READABLE = Abi.POLLIN | Abi.POLLRDNORM;
    private static final int MOST_BYTES = 0xffff;
    private static final int WRITABLE = Abi.POLLOUT | Abi.POLLWRNORM | Abi.POLLWRBAND;

    private final Udp udp;
    private final Family family;
    private final UdpOptions options;
    private final Deque<Arrived> queue = new ArrayDeque<>();
    private final ErrorQueue errors = new ErrorQueue();
    private Optional<Bindings.Bound> bound = Optional.empty();

    /** What {@code bind} has asked for; what was only picked is given up with the peer. */
    private Optional<Bindings.Bound> chosen = Optional.empty();

    private Optional<Peer> peer = Optional.empty();

    /** {@code sk_err}: told once. */
    private Optional<Errno> error = Optional.empty();

    private boolean nonBlocking;
    private boolean receiveShut;
    private boolean sendShut;
    private long queuedBytes;
    private long arrivals;

    /** A datagram that has come, and where it came from. */
    record Arrived(Address from, MemorySegment data) {}

    /** The other end of a connected socket. */
    private record Peer(IpAddress address, int port) {}

    UdpSocket(Udp udp, Family family, UdpOptions options) {
        this.udp = udp;
        this.family = family;
        this.options = options;
    }

    Family family() {
        return family;
    }

    UdpOptions options() {
        return options;
    }

    @Override
    public boolean isNonBlocking() {
        return nonBlocking;
    }

    @Override
    public void nonBlocking(boolean waitsNot) {
        nonBlocking = waitsNot;
    }

    boolean isBound() {
        return bound.isPresent();
    }

    boolean isConnected() {
        return peer.isPresent();
    }

    // ---- Names

    void bind(Address address) throws Failure {
        family.requireToBind(address);
        if (isBound()) {
            throw Failure.of(Errno.EINVAL);
        }
        IpAddress local = Family.onTheWire(address.ip());
        requireVersion(local, Errno.EINVAL);
        chosen = Optional.of(udp.claim(this, local, address.port()));
        bound = chosen;
    }

    private void requireVersion(IpAddress address, Errno otherwise) throws Failure {
        if (options.onlyIpv6 && address instanceof Ipv4Address) {
            throw Failure.of(otherwise);
        }
    }

    private Bindings.Bound requireBound() throws Failure {
        if (bound.isEmpty()) {
            bound = Optional.of(udp.claim(this, family.any(), 0));
        }
        return bound.orElseThrow();
    }

    void connect(Address address) throws Failure {
        if (address.family() == Address.AF_UNSPEC) {
            disconnect();
            return;
        }
        IpAddress remote = onTheWire(address, Errno.EAFNOSUPPORT);
        requireReachable(remote);
        int port = requireBound().port();
        IpAddress local = source(remote);
        udp.release(this);
        bound = Optional.of(udp.claim(this, local, port));
        peer = Optional.of(new Peer(remote, address.port()));
    }

    private void disconnect() throws Failure {
        peer = Optional.empty();
        udp.release(this);
        bound = chosen;
        if (bound.isPresent()) {
            bound = Optional.of(
                    udp.claim(this, bound.get().address(), bound.get().port()));
        }
    }

    /**
     * An address of others, as it is on the wire. Linux: to one of IPv4 a socket of IPv6 hands over to what those of IPv4 do.
     *
     * @param onlyIpv6 what comes of that where the socket is for IPv6 alone
     */
    private IpAddress onTheWire(Address address, Errno onlyIpv6) throws Failure {
        if (family == Family.INET6 && address.family() == Address.AF_INET) {
            requireVersion(address.ip(), onlyIpv6);
            return address.ip();
        }
        family.require(address);
        IpAddress remote = Family.onTheWire(address.ip());
        requireVersion(remote, Errno.ENETUNREACH);
        return remote;
    }

    private void requireReachable(IpAddress remote) throws Failure {
        if (udp.isOurs(remote) || remote.isLoopback()) {
            throw Failure.unsupported("a node does not send to itself");
        }
        if (udp.isBroadcast(remote) && !options.broadcast) {
            throw Failure.of(Errno.EACCES);
        }
    }

    /** The address of ours that datagrams to another have. */
    private IpAddress source(IpAddress remote) throws Failure {
        Optional<IpAddress> own = bound.map(Bindings.Bound::address).filter(address -> !address.isUnspecified());
        Optional<IpAddress> source = own.isPresent() ? own : udp.source(remote);
        return source.orElseThrow(() -> Failure.of(Errno.ENETUNREACH));
    }

    @Override
    public Address localName() {
        return bound.map(at -> family.shown(at.address(), at.port())).orElseGet(() -> Address.of(family.any(), 0));
    }

    @Override
    public Optional<Address> remoteName() {
        return peer.map(end -> family.shown(end.address(), end.port()));
    }

    /** What {@code IP_MTU} tells. */
    long mtu(long now) throws Failure {
        return udp.mtu(peer.orElseThrow(() -> Failure.of(Errno.ENOTCONN)).address(), now);
    }

    // ---- Datagrams

    /** Whether datagrams to an address of ours are for it. */
    boolean takes(IpAddress at, IpAddress destination) {
        boolean v4 = destination instanceof Ipv4Address;
        boolean version =
                switch (family) {
                    case INET -> v4;
                    case INET6 -> at.isUnspecified() && !(options.onlyIpv6 && v4);
                };
        return at.equals(destination) || (at.isUnspecified() && version);
    }

    /** Whether it takes datagrams from there: one that is connected takes those of its peer alone. */
    boolean isOpenTo(IpAddress address, int port) {
        return peer.isEmpty() || peer.get().equals(new Peer(address, port));
    }

    /** A datagram has come; where there is no room for it, it is lost. */
    void onDatagram(IpAddress from, int port, MemorySegment data) {
        if (queuedBytes + data.byteSize() <= options.receiveBufferBytes || queue.isEmpty()) {
            queue.add(new Arrived(family.shown(from, port), data));
            queuedBytes += data.byteSize();
            arrivals++;
        }
    }

    /** The datagram that is read next. */
    Optional<Arrived> next() {
        return Optional.ofNullable(queue.peek());
    }

    /** It was read. */
    void taken() {
        queuedBytes -= queue.remove().data().byteSize();
    }

    /**
     * Sends a datagram.
     *
     * @param outOfBand whether it is to be urgent, which no datagram is
     * @param to where it goes, if not to the peer
     */
    void send(MemorySegment data, boolean outOfBand, Optional<Address> to, long now) throws Failure {
        int port = requireBound().port();
        if (family == Family.INET) {
            requireOfIpv4(data, outOfBand);
        }
        Peer end = end(to);
        if (family == Family.INET6 && end.address() instanceof Ipv4Address) {
            requireOfIpv4(data, outOfBand);
        }
        if (end.port() == 0) {
            throw Failure.of(Errno.EINVAL);
        }
        requireReachable(end.address());
        IpAddress source = source(end.address());
        UdpDatagram datagram = new UdpDatagram(port, end.port(), data);
        // Linux: what does not fit is refused before an error of earlier is told, and that before that the sender is
        // shut.
        requireFits(end, datagram, now);
        Optional<Errno> pending = takeError();
        if (pending.isPresent()) {
            throw Failure.of(pending.get());
        }
        if (sendShut) {
            throw Failure.of(Errno.EPIPE);
        }
        udp.send(source, end.address(), options, datagram);
    }

    // Linux: over IPv4 this is looked at before the way, and where a socket of IPv4 is told to send; over IPv6 never.
    private static void requireOfIpv4(MemorySegment data, boolean outOfBand) throws Failure {
        if (data.byteSize() > MOST_BYTES) {
            throw Failure.of(Errno.EMSGSIZE);
        }
        if (outOfBand) {
            throw Failure.of(Errno.EOPNOTSUPP);
        }
    }

    private void requireFits(Peer end, UdpDatagram datagram, long now) throws Failure {
        if (!udp.fits(end.address(), options, datagram, now)) {
            if (options.receivesErrors(end.address())) {
                errors.addTooBig(family, family.shown(end.address(), end.port()), udp.mtu(end.address(), now));
            }
            throw Failure.of(Errno.EMSGSIZE);
        }
    }

    /** Where a datagram goes. */
    private Peer end(Optional<Address> to) throws Failure {
        boolean unspecified = to.isPresent() && to.get().family() == Address.AF_UNSPEC;
        if (to.isEmpty() || (unspecified && family == Family.INET6)) {
            return peer(unspecified);
        }
        // Linux: to a socket of IPv4 no family is its own.
        Address named = unspecified ? Address.of(to.get().ip(), to.get().port()) : to.get();
        return new Peer(onTheWire(named, Errno.ENETUNREACH), named.port());
    }

    /** The peer. Linux: where an address of no family is to mean it, it is taken for one of IPv6, and one of IPv4 is nowhere there. */
    private Peer peer(boolean unspecified) throws Failure {
        Peer end = peer.orElseThrow(() -> Failure.of(Errno.EDESTADDRREQ));
        if (unspecified && end.address() instanceof Ipv4Address) {
            throw Failure.of(Errno.ENETUNREACH);
        }
        return end;
    }

    // ---- Errors

    /**
     * An ICMP error is about a datagram of this socket. Linux: one that is not connected is told only if it has asked for errors; a
     * connected one is told of those that do not pass.
     *
     * @param destination where the datagram was to go
     * @param datagram its beginning
     */
    void onIcmp(IcmpReport report, IpAddress destination, UdpDatagram datagram) {
        boolean tooBig = IcmpErrors.isTooBig(report);
        Optional<Errno> errno = tooBig ? Optional.of(Errno.EMSGSIZE) : IcmpErrors.errno(report);
        if (errno.isEmpty()) {
            return;
        }
        boolean hard = tooBig ? takesTooBigToHeart(report) : IcmpErrors.isHard(report);
        if (options.receivesErrors(destination)) {
            Address name = family.shown(destination, datagram.destinationPort());
            errors.add(family, report, errno.get(), new ErrorQueue.About(Optional.of(name), datagram.data()));
            error = errno;
        } else if (hard && isConnected()) {
            error = errno;
        }
    }

    private boolean takesTooBigToHeart(IcmpReport report) {
        return report.version() == 4
                ? options.discovery != Abi.IP_PMTUDISC_DONT
                : options.discovery6 == Abi.IP_PMTUDISC_DO;
    }

    /** The error there is, and then there is none. */
    Optional<Errno> takeError() {
        Optional<Errno> taken = error;
        error = Optional.empty();
        return taken;
    }

    ErrorQueue errors() {
        return errors;
    }

    /** A message of the error queue was read. Linux: behind an error of the network the next of them is the socket's. */
    void onErrorTaken(ErrorQueue.Entry entry) {
        Optional<Errno> next = errors.next();
        if (next.isPresent() || entry.errno().isPresent()) {
            error = next;
        }
    }

    // ---- Ending

    // Linux: what is not connected is shut all the same, and told that it is not connected.
    void shutdown(boolean receiving, boolean sending) throws Failure {
        receiveShut |= receiving;
        sendShut |= sending;
        if (!isConnected()) {
            throw Failure.of(Errno.ENOTCONN);
        }
    }

    boolean isReceiveShut() {
        return receiveShut;
    }

    void close() {
        udp.release(this);
    }

    // ---- What others ask

    @Override
    public int readiness(long now) {
        int found = WRITABLE;
        if (error.isPresent() || !errors.isEmpty()) {
            found |= Abi.POLLERR;
        }
        if (receiveShut) {
            found |= READABLE | Abi.POLLRDHUP;
        }
        if (receiveShut && sendShut) {
            found |= Abi.POLLHUP;
        }
        return queue.isEmpty() ? found : found | READABLE;
    }

    @Override
    public long arrivals() {
        return arrivals;
    }
}
