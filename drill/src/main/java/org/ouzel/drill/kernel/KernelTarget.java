package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.SystemCalls.Completion;
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
import org.ouzel.stack.link.FrameBatch;

/**
 * Linux's own TCP, in a network namespace of its own with a TUN device, in real time. Packets have the time at which they were read from
 * the device. For one platform thread.
 */
public final class KernelTarget implements Target {
    private static final String DEVICE = "drill0";
    private static final Duration READERS_END = Duration.ofSeconds(10);

    private final Network network;
    private final Edge edge;
    private final TimeLimit limit;
    private final NetworkNamespace namespace;
    private final TunLink link;
    private final Shell shell;
    private final Workers workers;
    private final Thread reader =
            Thread.ofPlatform().name("drill-device").daemon().unstarted(this::read);

    // What other threads tell.
    private final LinkedBlockingQueue<Occurrence> occurrences = new LinkedBlockingQueue<>();

    private final Deque<Sent> sent = new ArrayDeque<>();
    private final List<Ended> ended = new ArrayList<>();
    private @Nullable IOException broken;
    private boolean begun;
    private long beginNs;

    private KernelTarget(Network network, TimeLimit limit, NetworkNamespace namespace, TunLink link) {
        this.network = network;
        this.edge = new Edge(network.tunnels(), TcpInUdp.UNTOLD);
        this.limit = limit;
        this.namespace = namespace;
        this.link = link;
        this.shell = new Sysctls(namespace, this::sleep);
        this.workers = new Workers(namespace, limit, occurrences);
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
            return target;
        } catch (IOException | RuntimeException failed) {
            target.close();
            throw failed;
        }
    }

    private static KernelTarget made(Network network, TimeLimit limit) throws IOException {
        NetworkNamespace namespace = namespace();
        try {
            TunOptions options = TunOptions.of(DEVICE)
                    .withMtu(network.mtu())
                    .withHostSide(new HostSide(network.local().toInetAddress(), Prefixes.around(network)));
            return new KernelTarget(network, limit, namespace, namespace.inside(() -> TunLink.open(options)));
        } catch (IOException | RuntimeException failed) {
            namespace.close();
            throw failed;
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
        try {
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
        begin();
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

    /** The clock runs from the first event on, since what comes before is to take no time, and is no matter of the script. */
    private void begin() {
        if (!begun) {
            begun = true;
            occurrences.clear();
            sent.clear();
            beginNs = System.nanoTime();
        }
    }

    @Override
    public long now() {
        return begun ? System.nanoTime() - beginNs : 0;
    }

    @Override
    public boolean pass(long until) throws IOException {
        begin();
        collect();
        while (sent.isEmpty() && ended.isEmpty()) {
            if (broken != null) {
                throw broken;
            }
            limit.check();
            long leftNs = until - now();
            if (leftNs <= 0) {
                return false;
            }
            await(Math.min(leftNs, limit.leftNs()));
            collect();
        }
        return true;
    }

    /** Lets so much time pass, whatever happens meanwhile; it is told afterwards. */
    private void sleep(long ns) throws IOException {
        long until = System.nanoTime() + ns;
        for (long leftNs = ns; leftNs > 0; leftNs = until - System.nanoTime()) {
            limit.check();
            await(Math.min(leftNs, limit.leftNs()));
        }
    }

    private void await(long ns) throws IOException {
        try {
            Occurrence first = occurrences.poll(ns, TimeUnit.NANOSECONDS);
            if (first != null) {
                sort(first);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private void collect() {
        for (Occurrence next = occurrences.poll(); next != null; next = occurrences.poll()) {
            sort(next);
        }
    }

    private void sort(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.Packet(long at, MemorySegment bytes) -> sent.add(new Sent(at - beginNs, bytes));
            case Occurrence.End(long at, Completion completion) -> {
                workers.onEnded(completion);
                ended.add(new Ended(at - beginNs, completion));
            }
            case Occurrence.Broken(IOException why) -> broken = why;
        }
    }

    // ---- What has happened

    @Override
    public Optional<Sent> takeSent() {
        collect();
        return Optional.ofNullable(sent.poll()).map(packet -> new Sent(packet.at(), edge.out(packet.bytes())));
    }

    @Override
    public List<Ended> takeEnded() {
        collect();
        List<Ended> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    @Override
    public Answer call(Call call) throws IOException {
        begin();
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
        try (namespace) {
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
