package org.ouzel.checks.contract;

import java.net.InetAddress;
import java.util.Map;
import org.ouzel.Host;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** Two hosts of the kernel engine, which reach each other over the machine's loopback. */
final class KernelHosts implements HostPair {
    private final KernelHost client = KernelHost.open("client");
    private final KernelHost server = KernelHost.open("server");

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
        return InetAddress.ofLiteral("224.0.0.1");
    }

    @Override
    public void vanish() {
        throw new UnsupportedOperationException("nothing cuts the loopback");
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
    }
}
