package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.run.Edge;
import org.ouzel.drill.run.Network;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.Target;
import org.ouzel.drill.run.TcpInUdp;
import org.ouzel.os.HostSide;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.os.sys.Platform;
import org.ouzel.os.sys.PrivateNamespace;
import org.ouzel.stack.link.FrameBatch;

/**
 * Linux's own TCP, in a network namespace of its own with a TUN device, in real time. Packets have the time at which they were read from
 * the device. For one platform thread.
 */
public final class KernelTarget implements Target {
    private static final String DEVICE = "drill0";
    private static final long ADDRESS_NS = 2_000_000_000L;
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private final Network network;
    private final Edge edge;
    private final PrivateNamespace namespace;
    private final TunLink link;
    private final Shell shell;
    private final Workers workers;

    // What other threads tell.
    private final LinkedBlockingQueue<Occurrence> occurrences;

    private final Deque<Sent> sent = new ArrayDeque<>();
    private final List<Ended> ended = new ArrayList<>();
    private @Nullable IOException broken;
    private boolean begun;
    private long beginNs;

    private KernelTarget(
            Network network, PrivateNamespace namespace, TunLink link, LinkedBlockingQueue<Occurrence> occurrences) {
        this.network = network;
        this.edge = new Edge(network.tunnels(), TcpInUdp.UNTOLD);
        this.namespace = namespace;
        this.link = link;
        this.shell = new Sysctls(namespace);
        this.occurrences = occurrences;
        this.workers = new Workers(namespace, occurrences);
        Thread.ofPlatform().name("drill-device").daemon().start(this::read);
    }

    /**
     * A host on which nothing has happened yet.
     *
     * @throws IOException if it cannot be had, as without root
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static KernelTarget open(Network network) throws IOException {
        Platform.require("the kernel as a target");
        PrivateNamespace namespace = namespace();
        try {
            TunOptions options = TunOptions.of(DEVICE)
                    .withMtu(network.mtu())
                    .withHostSide(new HostSide(network.local().toInetAddress(), Prefixes.around(network)));
            TunLink link = namespace.inside(() -> TunLink.open(options));
            return ready(new KernelTarget(network, namespace, link, new LinkedBlockingQueue<>()));
        } catch (IOException | RuntimeException failed) {
            namespace.close();
            throw failed;
        }
    }

    private static KernelTarget ready(KernelTarget target) throws IOException {
        try {
            target.workers.rehearse();
            target.awaitAddress();
            return target;
        } catch (IOException | RuntimeException failed) {
            target.close();
            throw failed;
        }
    }

    private static PrivateNamespace namespace() throws IOException {
        try {
            return new PrivateNamespace();
        } catch (IOException refused) {
            throw new IOException(
                    "the kernel as a target needs root, for a network namespace of its own: " + refused.getMessage(),
                    refused);
        }
    }

    /** The kernel takes an address of IPv6 into use a moment after it was set, even where no duplicate is looked for. */
    private void awaitAddress() throws IOException {
        long beganNs = System.nanoTime();
        while (!workers.hasAddress(Address.of(network.local(), 0))) {
            if (System.nanoTime() - beganNs > ADDRESS_NS) {
                throw new IOException("the kernel does not take " + network.local() + " into use");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
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
        if (plain.isPresent() && !link.write(plain.get(), List.of(), 0)) {
            throw new IOException("the kernel has no room for a packet");
        }
    }

    // ---- Time

    /** The clock runs from the first event on, since what comes before is to take no time. */
    private void begin() {
        if (!begun) {
            begun = true;
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
            long leftNs = until - now();
            if (leftNs <= 0) {
                return false;
            }
            await(leftNs);
            collect();
        }
        return true;
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
            case Occurrence.End(long at, var completion) -> {
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

    @Override
    public void close() throws IOException {
        try (namespace;
                link) {
            workers.close();
        }
    }
}
