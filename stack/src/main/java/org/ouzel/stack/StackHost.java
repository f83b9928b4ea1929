package org.ouzel.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.Host;
import org.ouzel.HostAddress;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpRefusal;
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
 * <p>A host has one thread for its timers and one for each link that has to be read, whatever the number of its connections. What comes
 * over a link in memory is dealt with on the thread of whoever sends it.
 */
public final class StackHost implements Host {
    /** How long an acknowledgment waits for an answer unless told otherwise: longer than a program takes that has it at hand. */
    private static final Duration ANSWER_WAIT = Duration.ofMillis(1);

    /** RFC 9293 §3.8.6.3: "the delay MUST be less than 0.5 seconds". */
    private static final Duration MOST_ANSWER_WAIT = Duration.ofMillis(499);

    private final Interfaces interfaces;
    private final Environment environment;
    private final NativePages pages;
    private final Outlet outlet;
    private final Shard shard;
    private final List<Link> links;
    private final List<Reading> readings = new ArrayList<>();
    private final CongestionControls congestionControls;
    private final LongSupplier random;

    /** Those that were asked for last; null before the first. Guarded by the shard's lock. */
    private @Nullable Blocks blocks;

    private StackHost(Builder builder, Surroundings surroundings, InitialNumbers numbers) {
        this.congestionControls = builder.congestionControls;
        this.random = surroundings::secret;
        this.links = builder.links.stream().map(Attachment::link).toList();
        this.interfaces =
                new Interfaces(builder.links.stream().map(Attachment::by).toList());
        this.pages = new NativePages(builder.memoryBytes, surroundings::memory, surroundings::now);
        TcpParameters parameters = TcpParameters.DEFAULT
                .withMaxSegmentLifetime(Durations.nanos(builder.maxSegmentLifetime))
                .withAnswerWait(Durations.nanos(builder.answerWait));
        this.environment = new Environment(parameters, pages, numbers, new Drops());
        this.outlet = new Outlet(links);
        SipHash portKey = key(surroundings);
        this.shard = new Shard(
                surroundings,
                pages,
                output -> new Node(interfaces, environment.drops(), portKey, output),
                outlet,
                builder.listenersInPlace ? surroundings::startInPlace : surroundings::start);
        for (int index = 0; index < links.size(); index++) {
            int interfaceIndex = index;
            readings.add(surroundings.read(links.get(index), batch -> shard.onFrames(interfaceIndex, batch)));
        }
    }

    private static SipHash key(Surroundings surroundings) {
        return new SipHash(surroundings.secret(), surroundings.secret());
    }

    /** A host yet to be opened. */
    public static Builder builder() {
        return new Builder();
    }

    private record Attachment(Link link, Interface by) {}

    /** What a host is opened with. For use by one thread. */
    public static final class Builder {
        private final List<Attachment> links = new ArrayList<>();
        private String name = "ouzel";
        private long memoryBytes = Runtime.getRuntime().maxMemory() / 4;
        private CongestionControls congestionControls = CongestionControls.BUILT_IN;
        private Duration answerWait = ANSWER_WAIT;
        private Duration maxSegmentLifetime = Duration.ofNanos(TcpParameters.DEFAULT.maxSegmentLifetimeNs());

        private boolean listenersInPlace;

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
            List<IpPrefix> prefixes = new ArrayList<>();
            for (String address : addresses) {
                prefixes.add(IpPrefix.parse(address));
            }
            LinkCapabilities can = link.capabilities();
            Interface.Offload offload =
                    new Interface.Offload(can.segmentation() ? can.frameBytes() : 0, can.checksums());
            links.add(new Attachment(link, new Interface(link.name(), offload, can.mtu(), prefixes)));
            return this;
        }

        /** The most that all buffers together take, in bytes; a quarter of the maximum heap unless told otherwise. */
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
         * several links, or with one that nobody reads or whose reader cannot be woken, such as a link in memory.
         */
        public Builder listenersInPlace() {
            listenersInPlace = true;
            return this;
        }

        /** Opens the host: its links are read from now on. */
        public StackHost open() {
            return open(new Threads(name));
        }

        /** Opens the host in other surroundings than the real ones: those of a simulation. */
        @SuppressWarnings("exports") // exported to who has such
        public StackHost open(Surroundings surroundings) {
            return open(surroundings, new KeyedNumbers(key(surroundings), key(surroundings)));
        }

        /** Opens the host in other surroundings and with other initial sequence numbers than those that nobody can guess. */
        @SuppressWarnings("exports") // exported to who has such
        public StackHost open(Surroundings surroundings, InitialNumbers numbers) {
            return new StackHost(this, surroundings, numbers);
        }
    }

    // ---- Streams and listeners

    @Override
    public TcpStream newStream(StreamOptions options) throws IOException {
        shard.lock();
        try {
            Tcb tcb = blocks(options).block();
            requireOpen();
            return StackStream.unconnected(shard, tcb, options.userTimeout());
        } finally {
            shard.unlock();
        }
    }

    /** What makes blocks with these options: most often those that were asked for last. The lock is held. */
    private Blocks blocks(StreamOptions options) {
        if (blocks == null || !blocks.options().equals(options)) {
            String chosen = options.congestionControl();
            boolean isHosts = chosen.equals(StreamOptions.HOSTS_CONGESTION_CONTROL);
            CongestionControl.Factory factory =
                    congestionControls.factory(isHosts ? congestionControls.preferred() : chosen);
            blocks = new Blocks(options, environment, Statuses.settings(options), () -> factory.create(random));
        }
        return blocks;
    }

    @Override
    public TcpListener listen(InetSocketAddress local, int backlog, StreamOptions options) throws IOException {
        shard.lock();
        try {
            requireOpen();
            return StackListener.open(shard, local, backlog, blocks(options));
        } finally {
            shard.unlock();
        }
    }

    private void requireOpen() throws TcpCallException {
        if (shard.isClosed()) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
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
        shard.lock();
        try {
            environment
                    .drops()
                    .snapshot()
                    .forEach((reason, count) ->
                            counters.put("drop." + reason.name().toLowerCase(Locale.ROOT), count));
            counters.put("connections", (long) shard.node().connections());
            counters.put("deadlines", (long) shard.node().deadlines());
            counters.put("streams.open", (long) shard.owned());
            counters.put("pages.lent", pages.lent());
            counters.put("pages.refused", pages.refused());
            counters.put("packets.refused", outlet.refused());
            counters.put("packets.failed", outlet.failed());
            counters.put("faults", shard.faults());
        } finally {
            shard.unlock();
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
        shard.close();
        links.forEach(Link::close);
        readings.forEach(Reading::awaitEnd);
    }
}
