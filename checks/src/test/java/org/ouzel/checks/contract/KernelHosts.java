package org.ouzel.checks.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Map;
import org.ouzel.Host;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** Two hosts of the kernel engine, which reach each other over the loopback of a network namespace of their own. */
final class KernelHosts implements HostPair {
    private final Namespace namespace;
    private final KernelHost client;
    private final KernelHost server;

    KernelHosts() {
        Interop.require();
        try {
            namespace = new Namespace();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        client = KernelHost.inNamespace(namespace.name());
        server = KernelHost.inNamespace(namespace.name());
    }

    @Override
    public Host client() {
        return client;
    }

    @Override
    public Host server() {
        return server;
    }

    @Override
    public InetAddress clientAddress() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    @Override
    public InetAddress serverAddress() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    @Override
    public InetAddress serverIpv6Address() {
        return InetAddress.ofLiteral("::1");
    }

    @Override
    public InetAddress unreachableAddress() {
        return InetAddress.ofLiteral("198.51.100.1");
    }

    @Override
    public void vanish() {
        try {
            namespace.run("ip", "link", "set", "lo", "down");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void allowFastOpen() {
        try {
            namespace.run("sh", "-c", "echo 3 > /proc/sys/net/ipv4/tcp_fastopen");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void awaitNothingHeld() {
        for (KernelHost host : new KernelHost[] {client, server}) {
            Eventually.holds(
                    () -> host.counters().equals(Map.of("descriptors", 0L)), () -> "still held: " + host.counters());
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        try {
            namespace.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
