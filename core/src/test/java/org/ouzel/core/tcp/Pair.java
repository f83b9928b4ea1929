package org.ouzel.core.tcp;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.TcpSegment;

/** Two connections and a network between them, in virtual time. Every segment travels as bytes. */
final class Pair {
    static final long MS = 1_000_000;
    static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
    static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    /** Small enough for the window of a SYN, which is not scaled, to offer all of it. */
    static final int BUFFER = 60_000;

    static final TcpSettings SETTINGS = new TcpSettings(
            TcpSettings.Buffer.of(BUFFER),
            TcpSettings.Buffer.of(BUFFER),
            new TcpSettings.UserTimeout(300_000 * MS, false),
            TcpSettings.Header.USUAL,
            TcpSettings.Output.UNBOUNDED,
            new TcpSettings.Times(0, 20 * MS, 60_000 * MS),
            EcnPolicy.ACCEPT,
            TcpTuning.DEFAULT);
    private static final int MTU = 1500;

    /** What the network does to segments. */
    record Faults(double loss, double duplication, double reordering) {
        static final Faults NONE = new Faults(0, 0, 0);
    }

    private record Flight(long at, long order, boolean toServer, MemorySegment bytes, EcnCodepoint ecn)
            implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    final HeapPages pages;
    final Tcb client;
    final Tcb server;
    final FourTuple name = new FourTuple(CLIENT, 40_000, SERVER, 7);
    final FourTuple serverName = new FourTuple(SERVER, 7, CLIENT, 40_000);
    final List<TcpSegment> trace = new ArrayList<>();

    /** How many segments have left at once at the most. */
    int mostAtOnce;

    /** The codepoint that each segment of the trace was sent with. */
    final List<EcnCodepoint> codepoints = new ArrayList<>();

    long now;
    Faults faults = Faults.NONE;
    Predicate<TcpSegment> dropIf = segment -> false;

    /** Which segments a router marks, where it may. */
    Predicate<TcpSegment> markIf = segment -> false;

    /** What the network makes of a segment, and by how much it is late. */
    UnaryOperator<TcpSegment> change = segment -> segment;

    ToLongFunction<TcpSegment> lateByNs = segment -> 0;

    /** What is done to a block after all that happens. */
    Consumer<Tcb> afterwards = tcb -> {};

    private final Random random;
    private final PriorityQueue<Flight> network = new PriorityQueue<>();
    private long order;
    private long delayNs = 5 * MS;
    private double nsPerByte;
    private long toServerFreeAt;
    private long toClientFreeAt;

    Pair(long seed, TcpSettings settings) {
        this(seed, settings, new HeapPages(), NewReno::new);
    }

    Pair(long seed, TcpSettings settings, HeapPages pages) {
        this(seed, settings, pages, NewReno::new);
    }

    Pair(long seed, TcpSettings settings, Supplier<CongestionControl> congestion) {
        this(seed, settings, new HeapPages(), congestion);
    }

    private Pair(long seed, TcpSettings settings, HeapPages pages, Supplier<CongestionControl> congestion) {
        this(seed, settings, pages, TcpParameters.DEFAULT, congestion);
    }

    /** With other times than a node's usual ones, but for the maximum segment lifetime. */
    Pair(long seed, TcpSettings settings, TcpParameters times, Supplier<CongestionControl> congestion) {
        this(seed, settings, new HeapPages(), times, congestion);
    }

    private Pair(
            long seed,
            TcpSettings settings,
            HeapPages pages,
            TcpParameters times,
            Supplier<CongestionControl> congestion) {
        this.random = new Random(seed);
        this.pages = pages;
        this.client = tcb(settings, times, congestion);
        this.server = tcb(settings, times, congestion);
    }

    private Tcb tcb(TcpSettings settings, TcpParameters times, Supplier<CongestionControl> congestion) {
        KeyedNumbers numbers =
                new KeyedNumbers(new SipHash(random.nextLong(), random.nextLong()), new SipHash(random.nextLong(), 1));
        TcpParameters parameters = times.withMaxSegmentLifetime(1000 * MS);
        return new Tcb(new Environment(parameters, pages, numbers, new Drops()), settings, congestion);
    }

    /** A pair whose connection is established. */
    static Pair established(long seed) throws CallRefused {
        Pair pair = new Pair(seed, SETTINGS);
        pair.open();
        return pair;
    }

    void open() throws CallRefused {
        server.passiveOpen(Deadline.NONE);
        client.activeOpen(name, MTU, now);
        runUntil(() -> client.state() == State.ESTABLISHED && server.state() == State.ESTABLISHED);
    }

    /** Lets time pass until the condition holds; fails when nothing can happen any more. */
    void runUntil(BooleanSupplier condition) {
        flush();
        while (!condition.getAsBoolean()) {
            if (!step()) {
                throw new AssertionError("nothing happens any more: client " + client.state() + ", server "
                        + server.state() + " at " + now / MS + " ms");
            }
        }
    }

    /** Lets the given time pass. */
    void run(long durationNs) {
        long end = now + durationNs;
        flush();
        while (nextEvent() <= end) {
            step();
        }
        now = end;
    }

    private long nextEvent() {
        Flight flight = network.peek();
        long deadline = Math.min(client.nextDeadline(), server.nextDeadline());
        return flight == null ? deadline : Math.min(deadline, flight.at);
    }

    private boolean step() {
        long at = nextEvent();
        if (at == Deadline.NONE) {
            return false;
        }
        now = Math.max(now, at);
        Flight flight = network.peek();
        if (flight != null && flight.at <= now) {
            network.remove();
            arrive(flight);
        } else if (client.nextDeadline() <= now) {
            client.onTimer(now);
        } else {
            server.onTimer(now);
        }
        flush();
        return true;
    }

    private void arrive(Flight flight) {
        Tcb tcb = flight.toServer ? server : client;
        TcpSegment segment = parse(flight.bytes);
        switch (tcb.state()) {
            case LISTEN -> {
                if (Tcb.isRequest(segment)) {
                    tcb.onRequest(serverName, MTU, segment, flight.ecn, now);
                }
            }
            case CLOSED ->
                Resets.answering(segment).ifPresent(reset -> transmit(reset, EcnCodepoint.NOT_ECT, !flight.toServer));
            default -> tcb.onSegment(segment, flight.ecn, now);
        }
    }

    private static TcpSegment parse(MemorySegment bytes) {
        try {
            return TcpSegment.parse(bytes, CLIENT, SERVER);
        } catch (MalformedPacket malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** From now on segments take so long, one way. */
    void delay(long oneWayNs) {
        delayNs = oneWayNs;
    }

    /** From now on each way carries so much, and queues what is more without end. */
    void rate(long bytesPerSecond) {
        nsPerByte = 1e9 / bytesPerSecond;
    }

    /** Sends what is due. */
    void flush() {
        client.poll(now, (tuple, settings, departing) -> transmit(departing, true));
        server.poll(now, (tuple, settings, departing) -> transmit(departing, false));
        afterwards.accept(client);
        afterwards.accept(server);
    }

    private void transmit(Departing departing, boolean toServer) {
        mostAtOnce = Math.max(mostAtOnce, departing.segments());
        for (TcpSegment segment : Adapter.cut(departing)) {
            transmit(segment, departing.ecn(), toServer);
        }
    }

    private void transmit(TcpSegment sent, EcnCodepoint ecn, boolean toServer) {
        TcpSegment segment = change.apply(sent);
        MemorySegment bytes = MemorySegment.ofArray(
                new byte[segment.headerLength() + segment.payload().length()]);
        segment.payload().copyTo(bytes, segment.headerLength());
        segment.writeHeader(bytes, CLIENT, SERVER);
        trace.add(parse(bytes));
        codepoints.add(ecn);
        boolean marked = ecn != EcnCodepoint.NOT_ECT && markIf.test(segment);
        if (dropIf.test(segment) || random.nextDouble() < faults.loss) {
            return;
        }
        long leaves = leaves(toServer, bytes.byteSize()) + lateByNs.applyAsLong(segment);
        int copies = random.nextDouble() < faults.duplication ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long jitter = random.nextDouble() < faults.reordering ? (long) (random.nextDouble() * 4 * delayNs) : 0;
            network.add(
                    new Flight(leaves + delayNs + jitter, order++, toServer, bytes, marked ? EcnCodepoint.CE : ecn));
        }
    }

    private long leaves(boolean toServer, long length) {
        long at = Math.max(now, toServer ? toServerFreeAt : toClientFreeAt) + (long) (length * nsPerByte);
        if (toServer) {
            toServerFreeAt = at;
        } else {
            toClientFreeAt = at;
        }
        return at;
    }
}
