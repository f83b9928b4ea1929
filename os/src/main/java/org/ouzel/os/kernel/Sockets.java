package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.ActiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Caller;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.IntOption;
import org.ouzel.os.sys.SocketAbi;
import org.ouzel.os.sys.SocketAddresses;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.stream.Durations;

/** Makes the engine's sockets, with the options of their streams. */
final class Sockets {
    private static final long MS_NS = 1_000_000L;
    private static final int DEFAULT_TTL = 64;

    /** The system may be without IPv6 altogether. */
    private static final boolean HAS_IPV6 = Files.exists(Path.of("/proc/net/if_inet6"));

    private Sockets() {}

    // ---- Making

    /** A socket that listens; what it accepts has the options too. */
    static SocketHandle listening(Engine engine, InetSocketAddress local, int backlog, StreamOptions options)
            throws IOException {
        // The unspecified address takes connections of both versions of IP, where the system has both.
        boolean dual = local.getAddress().isAnyLocalAddress() && HAS_IPV6;
        int family = dual ? Abi.AF_INET6 : SocketAddresses.family(local.getAddress());
        return make(engine, family, local, (workspace, handle) -> {
            Caller caller = workspace.caller();
            handle.set(caller, IntOption.REUSE_ADDRESS, 1);
            if (family == Abi.AF_INET6) {
                handle.set(caller, IntOption.IPV6_ONLY, dual ? 0 : 1);
            }
            configure(caller, handle, options, options.userTimeout());
            if (options.fastOpenBacklog() > 0) {
                handle.set(caller, IntOption.FAST_OPEN, options.fastOpenBacklog());
            }
            handle.bind(caller, dual ? new InetSocketAddress(unspecified(Abi.AF_INET6), local.getPort()) : local);
            handle.listen(caller, backlog);
        });
    }

    /**
     * A socket that connects.
     *
     * @param data what is to go with the request; the position is moved over what does
     */
    static SocketHandle connecting(
            Engine engine, ActiveOpen open, StreamOptions options, UserTimeout timeout, ByteBuffer data)
            throws IOException {
        InetSocketAddress to = open.remote();
        return make(engine, SocketAddresses.family(to.getAddress()), open, (workspace, handle) -> {
            Caller caller = workspace.caller();
            configure(caller, handle, options, timeout);
            bind(caller, handle, open);
            long result = data.hasRemaining() ? connectSending(workspace, handle, to, data) : -Abi.EOPNOTSUPP;
            if (result == -Abi.EOPNOTSUPP) {
                result = handle.connect(caller, to);
            }
            // What the kernel knows at once to have failed is told by the open, like what it learns later.
            if (result != -Abi.EINPROGRESS) {
                ErrnoException.check("connect", (int) result);
            }
        });
    }

    // Without a cookie for the peer (RFC 7413 §4.1) the kernel asks for one, takes nothing and says EINPROGRESS;
    // where the system's settings do not allow data with a SYN it does nothing at all, and says EOPNOTSUPP.
    private static long connectSending(
            Workspace workspace, SocketHandle handle, InetSocketAddress to, ByteBuffer data) {
        int most = Math.min(data.remaining(), Workspace.DATA_BYTES);
        long taken = handle.connectSending(workspace.caller(), to, workspace.outgoing(data, most));
        if (taken > 0) {
            data.position(data.position() + (int) taken);
        }
        return taken;
    }

    private static void bind(Caller caller, SocketHandle handle, ActiveOpen open) throws ErrnoException {
        Optional<InetAddress> from = open.localAddress();
        if (from.isEmpty() && open.localPort() == 0) {
            return;
        }
        handle.set(caller, IntOption.REUSE_ADDRESS, 1);
        if (open.localPort() == 0) {
            handle.set(caller, IntOption.BIND_ADDRESS_NO_PORT, 1);
        }
        InetAddress address = from.orElseGet(() -> unspecified(handle.family()));
        handle.bind(caller, new InetSocketAddress(address, open.localPort()));
    }

    private static InetAddress unspecified(int family) {
        return InetAddress.ofLiteral(family == Abi.AF_INET ? "0.0.0.0" : "::");
    }

    private interface Preparation {
        void prepare(Workspace workspace, SocketHandle handle) throws ErrnoException;
    }

    private static SocketHandle make(Engine engine, int family, Object what, Preparation preparation)
            throws IOException {
        Workspace workspace = engine.take();
        try {
            SocketHandle handle = engine.inside(() -> SocketHandle.open(workspace.caller(), family));
            boolean prepared = false;
            try {
                preparation.prepare(workspace, handle);
                prepared = true;
                return handle;
            } finally {
                if (!prepared) {
                    handle.close();
                }
            }
        } catch (ErrnoException failed) {
            throw meaning(failed, what);
        } finally {
            engine.give(workspace);
        }
    }

    static IOException meaning(ErrnoException failed, Object what) {
        IOException meaning =
                switch (failed.errno()) {
                    case Abi.EADDRINUSE -> new BindException("address in use: " + what);
                    case Abi.EADDRNOTAVAIL -> new BindException("not an address of this host: " + what);
                    case Abi.EACCES, Abi.EPERM -> new BindException("not permitted: " + what);
                    case Abi.ENETUNREACH, Abi.EHOSTUNREACH -> new NoRouteToHostException("no route to " + what);
                    case Abi.EMFILE, Abi.ENFILE, Abi.ENOBUFS, Abi.ENOMEM ->
                        new TcpCallException(TcpRefusal.INSUFFICIENT_RESOURCES);
                    default -> failed;
                };
        if (!meaning.equals(failed)) {
            meaning.initCause(failed);
        }
        return meaning;
    }

    // ---- Options

    /** Gives the socket of a connection the options of its stream. */
    static void configure(Engine engine, SocketHandle handle, StreamOptions options, UserTimeout timeout)
            throws ErrnoException {
        engine.run(caller -> configure(caller, handle, options, timeout));
    }

    private static void configure(Caller caller, SocketHandle handle, StreamOptions options, UserTimeout timeout)
            throws ErrnoException {
        handle.set(caller, IntOption.OOB_INLINE, 1);
        handle.set(caller, IntOption.IP_RECEIVE_ERRORS, 1);
        if (handle.family() == Abi.AF_INET6) {
            handle.set(caller, IntOption.IPV6_RECEIVE_ERRORS, 1);
        }
        userTimeout(caller, handle, timeout);
        output(caller, handle, options.output());
        if (!options.times().keepAlive().isZero()) {
            keepAlive(caller, handle, options.times().keepAlive());
        }
        if (!options.congestionControl().equals(StreamOptions.HOSTS_CONGESTION_CONTROL)) {
            handle.congestion(caller, options.congestionControl());
        }
        header(caller, handle, options.ipHeader());
        buffers(caller, handle, options.buffers());
    }

    private static void output(Caller caller, SocketHandle handle, StreamOptions.Output options) throws ErrnoException {
        if (!options.nagle()) {
            handle.set(caller, IntOption.NO_DELAY, 1);
        }
        if (options.maxPacingBytesPerSecond() != StreamOptions.Output.NO_MAX_RATE) {
            handle.maxPacingRate(caller, options.maxPacingBytesPerSecond());
        }
        if (options.unsentLowWaterBytes() != StreamOptions.Output.NO_LOW_WATER) {
            handle.set(caller, IntOption.NOT_SENT_LOW_WATER, options.unsentLowWaterBytes());
        }
    }

    // A socket of IPv6 may carry IPv4: it has the fields of both headers.
    private static void header(Caller caller, SocketHandle handle, StreamOptions.IpHeader fields)
            throws ErrnoException {
        if (fields.typeOfService() != 0) {
            typeOfService(caller, handle, fields.typeOfService());
        }
        boolean v6 = handle.family() == Abi.AF_INET6;
        if (fields.timeToLive() != DEFAULT_TTL) {
            handle.set(caller, IntOption.IP_TTL, fields.timeToLive());
            if (v6) {
                handle.set(caller, IntOption.IPV6_HOPS, fields.timeToLive());
            }
        }
        if (!fields.dontFragment()) {
            handle.set(caller, IntOption.IP_MTU_DISCOVER, SocketAbi.IP_PMTUDISC_DONT);
        }
    }

    private static void typeOfService(Caller caller, SocketHandle handle, int typeOfService) throws ErrnoException {
        handle.set(caller, IntOption.IP_TOS, typeOfService);
        if (handle.family() == Abi.AF_INET6) {
            handle.set(caller, IntOption.IPV6_TRAFFIC_CLASS, typeOfService);
        }
    }

    // The kernel sizes buffers itself as far as the system's settings go, unless they are to stay as they are.
    // It counts its own records with the data, and doubles what is set for them.
    private static void buffers(Caller caller, SocketHandle handle, StreamOptions.Buffers sizes) throws ErrnoException {
        if (sizes.receiveBytes() == sizes.maxReceiveBytes()) {
            handle.set(caller, IntOption.RECEIVE_BUFFER, sizes.receiveBytes());
        }
        if (sizes.sendBytes() == sizes.maxSendBytes()) {
            handle.set(caller, IntOption.SEND_BUFFER, sizes.sendBytes());
        }
    }

    private static void keepAlive(Caller caller, SocketHandle handle, Duration idle) throws ErrnoException {
        handle.set(caller, IntOption.KEEP_IDLE, Math.clamp(idle.plusMillis(999).toSeconds(), 1, Short.MAX_VALUE));
        handle.set(caller, IntOption.KEEP_ALIVE, 1);
    }

    /** How long what is sent may stay unacknowledged until the kernel ends the connection. */
    static void userTimeout(Engine engine, SocketHandle handle, UserTimeout timeout) throws ErrnoException {
        engine.run(caller -> userTimeout(caller, handle, timeout));
    }

    // 0 is the kernel's own limit, of some fifteen retransmissions; for ever is as long as can be said.
    private static void userTimeout(Caller caller, SocketHandle handle, UserTimeout timeout) throws ErrnoException {
        boolean ends = timeout.action() == UserTimeout.Action.ABORT && !timeout.isNone();
        long ms = ends ? Math.ceilDiv(Durations.nanos(timeout.after()), MS_NS) : Integer.MAX_VALUE;
        handle.set(caller, IntOption.USER_TIMEOUT, Math.clamp(ms, 1, Integer.MAX_VALUE));
    }

    /** The type of service of what is sent from now on. */
    static void typeOfService(Engine engine, SocketHandle handle, int typeOfService) throws ErrnoException {
        engine.run(caller -> typeOfService(caller, handle, typeOfService));
    }

    // ---- Using

    /** A connection that waits, if there is one. */
    static Optional<SocketHandle.Accepted> accept(Engine engine, SocketHandle listening) throws ErrnoException {
        return engine.call(listening::accept);
    }

    static InetSocketAddress local(Engine engine, SocketHandle handle) throws ErrnoException {
        return engine.call(caller -> canonical(handle.localAddress(caller)));
    }

    /** The address of a connection that was taken at the given one: the same, unless that is any. */
    static InetSocketAddress localOfAccepted(Engine engine, SocketHandle accepted, InetSocketAddress listening)
            throws ErrnoException {
        return listening.getAddress().isAnyLocalAddress() ? local(engine, accepted) : listening;
    }

    /** One unspecified address for both versions of IP. */
    static InetSocketAddress canonical(InetSocketAddress local) {
        return local.getAddress().isAnyLocalAddress() ? new InetSocketAddress(local.getPort()) : local;
    }

    /** Ends a connection with a reset. */
    static void reset(Engine engine, SocketHandle handle) {
        Workspace workspace = engine.take();
        try {
            handle.abort(workspace.caller());
        } finally {
            engine.give(workspace);
        }
    }
}
