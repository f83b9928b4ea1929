package org.ouzel.os.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ouzel.Host;
import org.ouzel.HostAddress;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.os.sys.Platform;
import org.ouzel.stack.around.Threads;

/**
 * The machine that the program runs on, as a host: streams over the operating system's own TCP. It needs no privilege, and no
 * library but the C one.
 *
 * <pre>{@code
 * try (KernelHost host = KernelHost.open(); TcpStream stream = host.newStream()) {
 *     stream.activeOpen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7));
 * }
 * }</pre>
 *
 * <p>Platform threads wait inside the kernel; virtual threads are parked, and woken by one thread of the host's. What differs
 * from the in-process engine, because Linux does not tell or do it, is this:
 *
 * <ul>
 *   <li>PSH is not seen: what has come completes a receive, and there is no quiet period.
 *   <li>What is sent without PUSH waits for more, up to 200 ms, unless Nagle's algorithm is off; what is pushed goes at once.
 *   <li>Urgent data is known once its last byte has come, not when it is announced; of several marks that are unread only the
 *       last is kept. The mark's place is exact, whatever the length of the urgent data.
 *   <li>The kernel completes the handshakes of passive opens: what a stream does not take is reset afterwards.
 *   <li>A peer's closed window counts for the user timeout, though the peer answers for it.
 *   <li>Buffers are never smaller than some kilobytes, and are told with what the kernel keeps beside the data.
 *   <li>A stream or a listener that nobody refers to, waits for or is told of any more is closed some time later, though it was
 *       open.
 *   <li>Whether data goes with a connection request, and is taken with one, is for the system's settings to allow: {@code
 *       net.ipv4.tcp_fastopen}.
 *   <li>Sequence numbers in the status are counted from the SYN, and counters that the kernel does not keep are 0.
 *   <li>Whether ECN is asked for or agreed to is the machine's affair ({@code net.ipv4.tcp_ecn}, and the feature {@code ecn} of a
 *       route), not a stream's: {@link StreamOptions#ecn} is passed over. The status tells whether it was agreed on.
 *   <li>An ICMP error on an established connection has a type and a code, but no reporter.
 *   <li>TIME-WAIT is the kernel's own affair: the stream is closed before.
 * </ul>
 */
public final class KernelHost implements Host {
    private final Engine engine;

    private KernelHost(String name, Optional<String> namespace) {
        this.engine = new Engine(name, namespace, new Threads(name));
    }

    /**
     * Opens the host.
     *
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static KernelHost open() {
        return open("kernel");
    }

    /**
     * The same under a name.
     *
     * @param name what the names of its threads begin with
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static KernelHost open(String name) {
        Platform.require("the kernel engine");
        return new KernelHost(name, Optional.empty());
    }

    /**
     * The host of another network namespace of the same machine. Entering it needs CAP_SYS_ADMIN.
     *
     * @param namespace its name, as {@code ip netns} has it; also what the names of its threads begin with
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static KernelHost inNamespace(String namespace) {
        Platform.require("the kernel engine");
        return new KernelHost(namespace, Optional.of(namespace));
    }

    @Override
    public TcpStream newStream(StreamOptions options) throws IOException {
        engine.requireOpen();
        requireCongestionControl(options);
        return KernelStream.unconnected(engine, options);
    }

    @Override
    public TcpListener listen(InetSocketAddress local, int backlog, StreamOptions options) throws IOException {
        requireCongestionControl(options);
        return KernelListener.open(engine, local, backlog, options);
    }

    private void requireCongestionControl(StreamOptions options) {
        String name = options.congestionControl();
        if (!name.equals(StreamOptions.HOSTS_CONGESTION_CONTROL)
                && !congestionControls().contains(name)) {
            throw new IllegalArgumentException(
                    "unknown congestion control: " + name + "; there are " + congestionControls());
        }
    }

    @Override
    public List<HostAddress> addresses() {
        try {
            return engine.inside(() -> NetworkInterface.networkInterfaces()
                    .flatMap(by -> by.getInterfaceAddresses().stream().map(address -> address(by, address)))
                    .toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static HostAddress address(NetworkInterface by, InterfaceAddress address) {
        return new HostAddress(by.getName(), address.getAddress(), address.getNetworkPrefixLength());
    }

    @Override
    public int mtu(InetAddress local) throws IOException {
        return engine.inside(() -> {
            NetworkInterface by = NetworkInterface.getByInetAddress(local);
            if (by == null) {
                throw new IOException("not an address of this host: " + local.getHostAddress());
            }
            return by.getMTU();
        });
    }

    /** Those that the kernel has loaded. */
    @Override
    public Set<String> congestionControls() {
        return Set.of(engine.setting("tcp_available_congestion_control").split(" "));
    }

    @Override
    public Map<String, Long> counters() {
        return engine.counters();
    }

    @Override
    public void close() {
        engine.close();
    }
}
