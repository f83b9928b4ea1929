package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.run.Edge;
import org.ouzel.drill.run.Network;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.Target;
import org.ouzel.drill.run.TcpInUdp;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.os.HostSide;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.os.sys.NetworkNamespace;
import org.ouzel.os.sys.Platform;
import org.ouzel.os.sys.RealTime;
import org.ouzel.stack.link.FrameBatch;

/**
 * Linux's own TCP, in a network namespace of its own with a TUN device, in real time. Packets have the time at which they were read from
 * the device. For one platform thread, which runs in real time until this is closed, as do those that wait for the kernel, so that other
 * work of the computer does not get into the times.
 */
public final class KernelTarget implements Target {
    private static final String DEVICE = "drill0";
    private static final Duration READERS_END = Duration.ofSeconds(10);
    private static final Duration ECHO = Duration.ofSeconds(1);
    private static final int ECHOES = 3;

    private final Network network;
    private final Edge edge;
    private final TimeLimit limit;
    private final NetworkNamespace namespace;
    private final TunLink link;
    private final Shell shell;
    private final Workers workers;
    private final RealTime realTime = RealTime.begin();
    private final Thread reader =
            Thread.ofPlatform().name("drill-device").daemon().unstarted(this::read);

    private final Occurrences occurrences = new Occurrences();

    private KernelTarget(Network network, TimeLimit limit, NetworkNamespace namespace, TunLink link) {
        this.network = network;
        this.edge = new Edge(network.tunnels(), TcpInUdp.UNTOLD);
        this.limit = limit;
        this.namespace = namespace;
        this.link = link;
        this.shell = new Sysctls(namespace, this::sleep);
        this.workers = new Workers(namespace, limit, occurrences::add);
    }

    /**
     * A host on which nothing has happened yet.
     *
     * @param limit for how long time may pass
     * @throws IOException if it cannot be had, as without root
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static KernelTarget open(Network network, TimeLimit limit) throws IOException {
        Platform.require("the kernel as a target");
        KernelTarget target = made(network, limit);
        try {
            target.reader.start();
            Rehearsal.calls(target.namespace, limit);
            Rehearsal.awaitAddress(target.namespace, Address.of(network.local(), 0));
            target.rehearsePackets();
            return target;
        } catch (IOException | RuntimeException failed) {
            try (target) {
                throw failed;
            }
        }
    }

    /** Packets go in and come out, as the first ones of a program take their time. */
    private void rehearsePackets() throws IOException {
        MemorySegment echo = Rehearsal.echo(network);
        for (int i = 0; i < ECHOES; i++) {
            write(echo);
            occurrences.await(ECHO.toNanos());
        }
    }

    private static KernelTarget made(Network network, TimeLimit limit) throws IOException {
        NetworkNamespace namespace = namespace();
        try {
            TunOptions options = TunOptions.of(DEVICE)
                    .withoutOffload()
                    .withMtu(network.mtu())
                    .withHostSide(new HostSide(network.local().toInetAddress(), Prefixes.around(network)));
            return new KernelTarget(network, limit, namespace, namespace.inside(() -> TunLink.open(options)));
        } catch (IOException | RuntimeException failed) {
            try (namespace) {
                throw failed;
            }
        }
    }

    private static NetworkNamespace namespace() throws IOException {
        try {
            return NetworkNamespace.fresh();
        } catch (IOException refused) {
            throw new IOException(
                    "the kernel as a target needs root, for a network namespace of its own: " + refused.getMessage(),
                    refused);
        }
    }

    // ---- The device

    private void read() {
        FrameBatch batch = FrameBatch.of(link.capabilities());
        try (RealTime _ = RealTime.begin()) {
            while (link.read(batch, Long.MAX_VALUE)) {
                for (int i = 0; i < batch.size(); i++) {
                    note(batch.frame(i), batch.arrivedAtNs(i));
                }
            }
        } catch (IOException failed) {
            occurrences.add(new Occurrence.Broken(failed));
        }
    }

    private void note(MemorySegment packet, long at) {
        // What the kernel itself asks of its neighbours (MLD, router solicitations) is no matter of a script.
        if (!Prefixes.isToMany(packet)) {
            occurrences.add(new Occurrence.Packet(at, MemorySegment.ofArray(packet.toArray(JAVA_BYTE))));
        }
    }

    @Override
    public void inject(MemorySegment packet) throws IOException {
        occurrences.begin();
        Optional<MemorySegment> plain = edge.in(packet);
        if (plain.isPresent()) {
            write(plain.get());
        }
    }

    private void write(MemorySegment packet) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(packet.byteSize());
            if (!link.writeOversized(copy.copyFrom(packet))) {
                throw new IOException("the kernel has no room for a packet");
            }
        }
    }

    // ---- Time

    @Override
    public long now() {
        return occurrences.now();
    }

    @Override
    public boolean pass(long until) throws IOException {
        occurrences.begin();
        while (occurrences.areNone()) {
            limit.check();
            long leftNs = until - now();
            if (leftNs <= 0) {
                return false;
            }
            occurrences.await(Math.min(leftNs, limit.leftNs()));
        }
        return true;
    }

    /** Lets so much time pass, whatever happens meanwhile; it is told afterwards. */
    private void sleep(long ns) throws IOException {
        long until = System.nanoTime() + ns;
        for (long leftNs = ns; leftNs > 0; leftNs = until - System.nanoTime()) {
            limit.check();
            occurrences.await(Math.min(leftNs, limit.leftNs()));
        }
    }

    // ---- What has happened

    @Override
    public Optional<Sent> takeSent() {
        return occurrences.takeSent().map(packet -> new Sent(packet.at(), edge.out(packet.bytes())));
    }

    @Override
    public List<Ended> takeEnded() {
        List<Ended> ended = occurrences.takeEnded();
        ended.forEach(call -> workers.onEnded(call.completion()));
        return ended;
    }

    @Override
    public Answer call(Call call) throws IOException {
        occurrences.begin();
        return workers.call(call);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public Shell shell() {
        return shell;
    }

    /** When this returns, everything has been given back. */
    @Override
    public void close() throws IOException {
        try (realTime;
                namespace) {
            try (link) {
                workers.close();
            }
            awaitReader();
        }
    }

    /** The device is there until nobody reads it any more. */
    private void awaitReader() throws IOException {
        try {
            if (!reader.join(READERS_END)) {
                throw new IOException("the device is still being read");
            }
        } catch (InterruptedException interrupted) {
            // The reader ends all the same, a moment later.
            Thread.currentThread().interrupt();
        }
    }
}
