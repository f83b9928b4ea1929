package org.ouzel.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.ouzel.Host;
import org.ouzel.HostAddress;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.node.Node;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.InitialNumbers;
import org.ouzel.core.tcp.KeyedNumbers;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControls;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.stack.around.Reading;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.around.Threads;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;
import org.ouzel.stack.stream.Durations;

/**
 * A host of the in-process engine: a complete TCP over the links that it is given.
 *
 * <pre>{@code
 * try (StackHost host = StackHost.builder().link(link, "198.18.0.2/24", "2001:db8::2/64").open();
 *         TcpStream stream = host.newStream()) {
 *     stream.activeOpen(new InetSocketAddress("198.18.0.1", 7));
 * }
 * }</pre>
 *
 * <p>A host has one thread for its timers and one for each link that has to be read, whatever the number of its connections; with links of
 * several {@linkplain Builder#queues queues} as many for each of these. What comes over a link in memory is dealt with on the thread of
 * whoever sends it.
 */
public final class StackHost implements Host {
    /** How long an acknowledgment waits for an answer unless told otherwise: longer than a program takes that has it at hand. */
    private static final Duration ANSWER_WAIT = Duration.ofMillis(1);

    /** RFC 9293 §3.8.6.3: "the delay MUST be less than 0.5 seconds". */
    private static final Duration MOST_ANSWER_WAIT = Duration.ofMillis(499);

    /** A reader that polls does not look whether it has been interrupted. */
    private static final Duration MOST_BUSY_POLL = Duration.ofMillis(10);

    private final Interfaces interfaces;
    private final CongestionControls congestionControls;
    private final IntSupplier processor;
    private final List<Shard> shards = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();

    private StackHost(Builder builder, List<? extends Surroundings> surroundings, InitialNumbers numbers) {
        this.congestionControls = builder.congestionControls;
        this.processor = builder.processor;
        this.interfaces =
                new Interfaces(builder.links.stream().map(Attachment::by).toList());
        SipHash key = key(surroundings.getFirst());
        Steering steering = new Steering(surroundings.size());
        for (int queue = 0; queue < surroundings.size(); queue++) {
            Shard shard = shard(builder, surroundings.get(queue), numbers, key, steering);
            steering.add(shard);
            shards.add(shard);
        }
        for (int queue = 0; queue < surroundings.size(); queue++) {
            for (int index = 0; index < interfaces.all().size(); index++) {
                int interfaceIndex = index;
                Link link = builder.links.get(index).queues().get(queue);
                links.add(link);
                readings.add(surroundings.get(queue).read(link, batch -> steering.onFrames(interfaceIndex, batch)));
            }
        }
    }

    /** The next one. */
    private Shard shard(
            Builder builder, Surroundings surroundings, InitialNumbers numbers, SipHash key, Steering steering) {
        int queue = shards.size();
        long memoryBytes = builder.memoryBytes / builder.queueCount();
        NativePages pages = new NativePages(memoryBytes, surroundings::memory, surroundings::now);
        Environment environment = new Environment(builder.parameters(), pages, numbers, new Drops());
        List<Link> ofQueue = builder.links.stream()
                .<Link>map(attachment -> attachment.queues().get(queue))
                .toList();
        Outlet outlet = new Outlet(ofQueue);
        return new Shard(
                queue,
                steering,
                surroundings,
                pages,
                new Workshop(environment, congestionControls, surroundings::secret),
                new Node(interfaces, environment.drops(), key, outlet, steering.territory(queue)),
                outlet,
                builder.listenersInPlace && builder.queueCount() == 1
                        ? surroundings::startInPlace
                        : surroundings::start);
    }

    private static SipHash key(Surroundings surroundings) {
        return new SipHash(surroundings.secret(), surroundings.secret());
    }

    /** A host yet to be opened. */
    public static Builder builder() {
        return new Builder();
    }

    private record Attachment(List<? extends Link> queues, Interface by) {}

    /** What a host is opened with. For use by one thread. */
    public static final class Builder {
        private final List<Attachment> links = new ArrayList<>();
        private String name = "ouzel";
        private long memoryBytes = Runtime.getRuntime().maxMemory() / 4;
        private CongestionControls congestionControls = CongestionControls.BUILT_IN;
        private Duration answerWait = ANSWER_WAIT;
        private Duration maxSegmentLifetime = Duration.ofNanos(TcpParameters.DEFAULT.maxSegmentLifetimeNs());

        private Duration busyPoll = Duration.ZERO;
        private boolean listenersInPlace;
        private IntSupplier processor = () -> ThreadLocalRandom.current().nextInt();

        private Builder() {}

        /** The name that its threads begin with. */
        public Builder name(String text) {
            name = text;
            return this;
        }

        /**
         * Attaches a link, which the host then owns and closes.
         *
         * @param link the link
         * @param addresses the host's addresses there, each with its prefix length as in {@code 198.18.0.2/24}; a prefix
         *     is the route to its network
         * @throws IllegalArgumentException if an address is malformed or the MTU is too small for it
         */
        public Builder link(Link link, String... addresses) {
            return queues(List.of(link), addresses);
        }

        /**
         * Attaches one interface that has several queues, for a host that is to use several processors. Each connection belongs to one
         * queue, as a rule by a hash of its addresses and ports, as in receive-side scaling; and each queue has a lock, timers and a reader
         * of its own. Packets may come by any of them; by the connection's own they come at the least cost. The host owns the queues then,
         * and closes them. All links of a host have equally many.
         *
         * <pre>{@code
         * List<TunLink> queues = TunLink.openQueues(TunOptions.of("ouzel0").withHostSide("198.18.0.1/24"), 4);
         * Host host = StackHost.builder().queues(queues, "198.18.0.2/24").processor(Processors::current).open();
         * }</pre>
         *
         * <p>Streams and listeners are as on any host. The limits of how many connections there may be are each queue's, and a congestion
         * control that is added here may be made for several at once. Each queue has an equal part of the {@linkplain #memory memory}, a backlog of each
         * listener's as long as that is told to be, and knowledge of its own of peers and of ways to them (cookies of TCP Fast Open, path
         * MTUs).
         *
         * @param queues the queues, which can all do the same; the interface has the first one's name
         * @param addresses as for one link
         * @throws IllegalArgumentException if there are none, they differ, an address is malformed or the MTU is too small for it
         */
        public Builder queues(List<? extends Link> queues, String... addresses) {
            List<LinkCapabilities> kinds =
                    queues.stream().map(Link::capabilities).distinct().toList();
            if (Set.copyOf(queues).size() < queues.size()) {
                throw new IllegalArgumentException("a queue is there twice");
            }
            if (kinds.size() != 1) {
                throw new IllegalArgumentException(kinds.isEmpty() ? "no queues" : "queues that differ: " + kinds);
            }
            Link link = queues.getFirst();
            List<IpPrefix> prefixes = new ArrayList<>();
            for (String address : addresses) {
                prefixes.add(IpPrefix.parse(address));
            }
            LinkCapabilities can = link.capabilities();
            Interface.Offload offload =
                    new Interface.Offload(can.segmentation() ? can.frameBytes() : 0, can.checksums());
            links.add(new Attachment(List.copyOf(queues), new Interface(link.name(), offload, can.mtu(), prefixes)));
            return this;
        }

        /** The most that all buffers together take, in bytes, in equal parts for each queue; a quarter of the maximum heap unless told otherwise. */
        public Builder memory(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("memory out of range: " + bytes);
            }
            memoryBytes = bytes;
            return this;
        }

        /** The MSL, half of the time in TIME-WAIT (RFC 9293 §3.4.2); 30 seconds unless told otherwise. */
        public Builder maxSegmentLifetime(Duration lifetime) {
            if (lifetime.isNegative()) {
                throw new IllegalArgumentException("maximum segment lifetime is negative: " + lifetime);
            }
            maxSegmentLifetime = lifetime;
            return this;
        }

        /**
         * How long the acknowledgment of what fills no segment, or of the peer's end, waits for an answer that carries it, where it
         * would go at once otherwise: a millisecond unless told otherwise, and zero for not at all. Where none has come in that time
         * the acknowledgment goes alone, and those after it at once, until the program answers in time again. It waits no longer than
         * a delayed acknowledgment does, which is 40 ms, whatever is told here.
         *
         * @throws IllegalArgumentException if it is negative, or longer than 499 ms, which is the most that TCP lets an acknowledgment wait
         */
        public Builder answerWait(Duration most) {
            if (most.isNegative() || most.compareTo(MOST_ANSWER_WAIT) > 0) {
                throw new IllegalArgumentException("wait for an answer out of range: " + most);
            }
            answerWait = most;
            return this;
        }

        /**
         * Has whoever reads a link look for packets again and again, for so long each time, before he sleeps until one comes. What comes in
         * that time finds him awake: over a TUN device that is most of what a round trip takes. It costs a processor's time whenever
         * somebody begins to wait at the link, for each packet and for each call whose time runs out; a host at which nothing happens and
         * nobody calls costs nothing all the same. Zero, which is not at all, unless told otherwise; fifty microseconds are about what a
         * processor takes to wake.
         *
         * <p>It is for links that are read, which a {@link org.ouzel.stack.link.MemoryLink} by itself is not. A thread that waits while another
         * reads sleeps at once. With one processor nobody polls: whoever looked would keep those from it who have something to send.
         *
         * @throws IllegalArgumentException if it is negative, or longer than ten milliseconds
         */
        public Builder busyPoll(Duration most) {
            if (most.isNegative() || most.compareTo(MOST_BUSY_POLL) > 0) {
                throw new IllegalArgumentException("busy poll out of range: " + most);
            }
            busyPoll = most;
            return this;
        }

        /**
         * Adds a congestion control, for streams to choose by its name and the host to list.
         *
         * @throws IllegalArgumentException if there is one of that name
         */
        public Builder congestionControl(String called, CongestionControl.Factory factory) {
            if (called.equals(StreamOptions.HOSTS_CONGESTION_CONTROL)) {
                throw new IllegalArgumentException("no congestion control can be called " + called);
            }
            congestionControls = congestionControls.with(called, factory);
            return this;
        }

        /**
         * The congestion control of streams that choose none; CUBIC unless told otherwise.
         *
         * @throws IllegalArgumentException if there is none of that name; one's own is added first
         */
        public Builder defaultCongestionControl(String called) {
            congestionControls = congestionControls.preferring(called);
            return this;
        }

        /**
         * Has listeners called in place: on the thread that reads the link, as soon as it has dealt with the packets that they tell of, and
         * holds no lock; those of all streams one after the other. What a listener brings about by its own calls is told when it has
         * returned. So nobody has to be woken, and one thread serves all connections; but while a listener computes, or waits for something
         * that is not this host's, that thread does not read. If it takes more than ten to twenty milliseconds, as closing the host from
         * there does, another thread takes its place.
         *
         * <p>Every call is as safe from there as elsewhere. Where one has to wait, the thread reads the link meanwhile, and other listeners
         * are called on virtual threads. So are those that are told of something else than a packet, such as a time that has passed or a
         * call of another thread's, or of a packet that a thread of the user's has read while it waited, or after it had sent; and all listeners of a host with
         * several links or {@linkplain #queues queues}, or with one that nobody reads or whose reader cannot be woken, such as a link in memory.
         */
        public Builder listenersInPlace() {
            listenersInPlace = true;
            return this;
        }

        /**
         * Tells at which of several {@linkplain #queues queues} new streams and those who wait to accept are placed: at that of this number,
         * modulo how many there are. With the processor that the calling thread is on, {@code Processors::current} of {@code org.ouzel.os}, a
         * connection stays in one processor's caches. By chance unless told otherwise.
         *
         * @param current asked by any thread, often; any number will do
         */
        public Builder processor(IntSupplier current) {
            processor = current;
            return this;
        }

        /**
         * Opens the host: its links are read from now on.
         *
         * @throws IllegalArgumentException if its links have different numbers of queues
         */
        public StackHost open() {
            List<Threads> threads = Threads.several(name, queueCount(), busyPollNs());
            return new StackHost(this, threads, numbers(threads.getFirst()));
        }

        private long busyPollNs() {
            return Runtime.getRuntime().availableProcessors() > 1 ? Durations.nanos(busyPoll) : 0;
        }

        /**
         * Opens the host in other surroundings than the real ones: those of a simulation. How links are read is for them to say, whatever
         * {@link #busyPoll} was told.
         *
         * @throws IllegalArgumentException if it has links with several queues
         */
        @SuppressWarnings("exports") // exported to who has such
        public StackHost open(Surroundings surroundings) {
            return open(surroundings, numbers(surroundings));
        }

        /**
         * Opens the host in other surroundings and with other initial sequence numbers than those that nobody can guess.
         *
         * @throws IllegalArgumentException if it has links with several queues
         */
        @SuppressWarnings("exports") // exported to who has such
        public StackHost open(Surroundings surroundings, InitialNumbers numbers) {
            if (queueCount() > 1) {
                throw new IllegalArgumentException("surroundings of one queue, not of " + queueCount());
            }
            return new StackHost(this, List.of(surroundings), numbers);
        }

        private static InitialNumbers numbers(Surroundings surroundings) {
            return new KeyedNumbers(key(surroundings), key(surroundings));
        }

        private TcpParameters parameters() {
            return TcpParameters.DEFAULT
                    .withMaxSegmentLifetime(Durations.nanos(maxSegmentLifetime))
                    .withAnswerWait(Durations.nanos(answerWait));
        }

        /** How many queues each link has. */
        private int queueCount() {
            List<Integer> counts = links.stream()
                    .map(attachment -> attachment.queues().size())
                    .distinct()
                    .toList();
            if (counts.size() > 1) {
                throw new IllegalArgumentException("links with different numbers of queues: " + counts);
            }
            return counts.isEmpty() ? 1 : counts.getFirst();
        }
    }

    // ---- Streams and listeners

    @Override
    public TcpStream newStream(StreamOptions options) throws IOException {
        Shard shard = shards.get(place());
        shard.lock();
        try {
            Tcb tcb = shard.workshop().blocks(options).block();
            shard.requireOpen();
            return StackStream.unconnected(shard, tcb, options.userTimeout());
        } finally {
            shard.unlock();
        }
    }

    @Override
    public TcpListener listen(InetSocketAddress local, int backlog, StreamOptions options) throws IOException {
        return StackListener.open(shards, this::place, local, backlog, options);
    }

    /** The place of the shard that the calling thread had better have to do with. */
    private int place() {
        return shards.size() == 1 ? 0 : Math.floorMod(processor.getAsInt(), shards.size());
    }

    // ---- Asking

    @Override
    public List<HostAddress> addresses() {
        return interfaces.all().stream()
                .flatMap(by -> by.addresses().stream()
                        .map(prefix ->
                                new HostAddress(by.name(), prefix.address().toInetAddress(), prefix.length())))
                .toList();
    }

    @Override
    public int mtu(InetAddress local) throws IOException {
        for (Interface by : interfaces.all()) {
            if (by.addresses().stream()
                    .anyMatch(prefix -> prefix.address().toInetAddress().equals(local))) {
                return by.mtu();
            }
        }
        throw new IOException("not an address of this host: " + local.getHostAddress());
    }

    @Override
    public Set<String> congestionControls() {
        return congestionControls.names();
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        for (Shard shard : shards) {
            shard.lock();
            try {
                shard.counters().forEach((called, count) -> counters.merge(called, count, Long::sum));
            } finally {
                shard.unlock();
            }
        }
        counters.put(
                "links.failed",
                readings.stream()
                        .filter(reading -> reading.failure().isPresent())
                        .count());
        return counters;
    }

    // ---- Ending

    @Override
    public void close() {
        shards.forEach(Shard::close);
        links.forEach(Link::close);
        readings.forEach(Reading::awaitEnd);
    }
}
