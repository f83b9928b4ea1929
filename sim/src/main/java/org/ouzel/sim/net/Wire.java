package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Fate.Passage;
import org.ouzel.sim.net.PacketQueue.Departure;
import org.ouzel.sim.net.Timeline.Event;

/**
 * One direction of a link. A packet waits in the queue, is put on the wire at the wire's rate, meets its {@link Faults} there, and
 * arrives when its delay is over. What befalls a packet is drawn from the seed by the packet's place among all that came: the
 * same packets at the same times meet the same fate.
 *
 * <p>Where a wire is cut, what waits and what is under way is lost at that instant, and what comes while it is cut as well.
 */
public final class Wire implements PacketSink {
    private static final long NS_PER_S = 1_000_000_000;

    private final Timeline timeline;
    private final PacketSink far;
    private final Fates fates;
    private final PacketQueue queue;
    private final Partition partition;
    private final Tally tally = new Tally();
    private final List<WireObserver> observers = new ArrayList<>();

    private WireSettings settings;
    private long numbered;
    private @Nullable Sending sending;

    /** What the rate left of the last nanosecond, in bits per second times nanoseconds. */
    private long roundedOff;

    private long lastArrivalNs;

    /** In the order in which they were launched: those that have not arrived, and behind the first of them some that have. */
    private final Deque<Flight> flights = new ArrayDeque<>();

    private int flying;

    /** A packet that is being put on the wire, until its last bit is on it. */
    private record Sending(Parcel parcel, Event end) {}

    /** A packet, or a copy, between the two ends. */
    private final class Flight {
        private final long number;
        private final MemorySegment packet;
        private final Event arrival;
        private boolean arrived;

        private Flight(long number, MemorySegment packet, long arrivesAtNs) {
            this.number = number;
            this.packet = packet;
            this.arrival = timeline.at(arrivesAtNs, this::arrive);
        }

        private void arrive() {
            arrived = true;
            onArrived(this);
        }
    }

    /**
     * Lays a wire.
     *
     * @param seed what fates are drawn from
     * @param far what stands at its far end
     */
    public Wire(Timeline timeline, WireSettings settings, long seed, PacketSink far) {
        this.timeline = timeline;
        this.settings = settings;
        this.far = far;
        // The order in which these are split is part of what a seed means.
        SplittableRandom seeds = new SplittableRandom(seed);
        this.fates = new Fates(settings, seeds.split());
        this.queue = new PacketQueue(settings, seeds.split());
        this.partition = new Partition(timeline, settings.faults().outages(), seeds.split(), this::sever);
    }

    /** Has an observer told what happens from now on. */
    public void observe(WireObserver observer) {
        observers.add(observer);
    }

    /** What it is like now. */
    public WireSettings settings() {
        return settings;
    }

    /** Other faults, and all else as it is: see {@link #change}. */
    public void setFaults(Faults faults) {
        change(settings.withFaults(faults));
    }

    /**
     * Makes it another wire from now on.
     *
     * <p>Packets that are under way arrive when they would have, and the one that is being put on the wire takes the time that it
     * was given. The rate and the delay hold for all that follow it, the MTU, the jitter and the faults for those that come from
     * now on; none overtakes what is under way. Of what waits, everything stays that the queue's new bound admits, in its order;
     * the rest overflows. A queue discipline begins anew if it is another. Outages are drawn anew if they are others; one that
     * holds is then over.
     */
    public void change(WireSettings changed) {
        if (changed.bitsPerS() != settings.bitsPerS()) {
            roundedOff = 0;
        }
        settings = changed;
        fates.change(changed);
        queue.change(changed).forEach(parcel -> drop(parcel, WireDrop.OVERFLOWED));
        partition.setOutages(changed.faults().outages());
        if (underWay() > 0) {
            partition.awaitOutage();
        }
    }

    /** Cuts the wire, until {@link #mend}. */
    public void cut() {
        partition.cut();
    }

    /** Undoes {@link #cut}. Partitions that were planned, and outages, take their course. */
    public void mend() {
        partition.mend();
    }

    /** Plans a partition. Several may overlap. */
    public void cutAt(long instantNs, Duration length) {
        Legal.duration("length", length);
        partition.plan(instantNs, length.toNanos());
    }

    /** Whether it is cut now. An outage that no packet has met yet may not show. */
    public boolean isCut() {
        return partition.isCut();
    }

    /** How many packets met which fate until now. */
    public FaultCounts counts() {
        return tally.counts(queue.marked());
    }

    /** How many packets, copies included, wait or are under way now. */
    public long underWay() {
        return (long) queue.backlog().packets() + (sending == null ? 0 : 1) + flying;
    }

    /** {@inheritDoc} An empty one is nobody's packet, and is refused. */
    @Override
    public void packet(MemorySegment packet) {
        if (packet.byteSize() == 0) {
            throw new IllegalArgumentException("an empty packet");
        }
        Parcel parcel = new Parcel(numbered++, packet, fates.next(), timeline.now());
        tally.onEntered();
        if (!observers.isEmpty()) {
            MemorySegment seen = packet.asReadOnly();
            observers.forEach(each -> each.entered(timeline.now(), parcel.number(), seen));
        }
        partition.awaitOutage();
        if (partition.isCut()) {
            drop(parcel, WireDrop.CUT);
        } else if (packet.byteSize() > settings.mtu()) {
            drop(parcel, WireDrop.TOO_LARGE);
        } else if (settings.bitsPerS() == 0 && sending == null) {
            launch(parcel);
        } else {
            enqueue(parcel);
        }
    }

    private void enqueue(Parcel parcel) {
        switch (queue.offer(parcel, timeline.now())) {
            case OVERFLOWED -> drop(parcel, WireDrop.OVERFLOWED);
            case SHED -> drop(parcel, WireDrop.SHED);
            case ADMITTED -> {
                if (sending == null) {
                    sendNext();
                }
            }
        }
    }

    private void sendNext() {
        Optional<Departure> next = queue.poll(timeline.now());
        while (next.isPresent() && next.get().shed()) {
            drop(next.get().parcel(), WireDrop.SHED);
            next = queue.poll(timeline.now());
        }
        if (next.isPresent()) {
            send(next.get().parcel());
        } else {
            roundedOff = 0;
        }
    }

    private void send(Parcel parcel) {
        Event end = timeline.after(sendingNs(parcel.bytes()), () -> {
            sending = null;
            launch(parcel);
            sendNext();
        });
        sending = new Sending(parcel, end);
    }

    /** Rounded down; what that takes away counts for the next packet, so that a busy wire keeps its rate exactly. */
    private long sendingNs(long bytes) {
        if (settings.bitsPerS() == 0) {
            return 0;
        }
        long work = bytes * Byte.SIZE * NS_PER_S + roundedOff;
        roundedOff = work % settings.bitsPerS();
        return work / settings.bitsPerS();
    }

    /**
     * A packet's last bit is on the wire. One that is lost or held back keeps its place in the order of the others, as if it were
     * not: so their times do not hang on what befalls it.
     */
    private void launch(Parcel parcel) {
        Fate fate = parcel.fate();
        long earliestNs = timeline.now() + settings.delay().toNanos() + fate.jitterNs();
        lastArrivalNs = Math.max(lastArrivalNs, earliestNs);
        if (fate.lost()) {
            drop(parcel, WireDrop.LOST);
        } else if (fate.duplicated()) {
            tally.onDuplicated();
            MemorySegment copy = MemorySegment.ofArray(parcel.packet().toArray(ValueLayout.JAVA_BYTE));
            carry(parcel.number(), parcel.packet(), fate.original());
            carry(parcel.number(), copy, fate.copy());
        } else {
            carry(parcel.number(), parcel.packet(), fate.original());
        }
    }

    private void carry(long number, MemorySegment packet, Passage passage) {
        if (passage.heldBackNs() > 0) {
            tally.onReordered();
        }
        MemorySegment arriving = packet;
        for (Damage damage : passage.damage()) {
            long before = arriving.byteSize();
            arriving = damage.on(arriving);
            tally.onDamaged(damage, before, arriving.byteSize());
        }
        flights.add(new Flight(number, arriving, lastArrivalNs + passage.heldBackNs()));
        flying++;
    }

    private void onArrived(Flight flight) {
        flying--;
        while (!flights.isEmpty() && flights.element().arrived) {
            flights.remove();
        }
        tally.onLeft();
        if (!observers.isEmpty()) {
            MemorySegment seen = flight.packet.asReadOnly();
            observers.forEach(each -> each.left(timeline.now(), flight.number, seen));
        }
        far.packet(flight.packet);
    }

    /** The wire has been cut: all that is on it or before it is gone, the oldest first. */
    private void sever() {
        for (Flight flight : flights) {
            if (!flight.arrived) {
                flight.arrival.callOff();
                drop(flight.number, flight.packet, WireDrop.CUT);
            }
        }
        flights.clear();
        flying = 0;
        if (sending != null) {
            sending.end().callOff();
            drop(sending.parcel(), WireDrop.CUT);
            sending = null;
        }
        queue.drain().forEach(parcel -> drop(parcel, WireDrop.CUT));
        roundedOff = 0;
        lastArrivalNs = timeline.now();
    }

    private void drop(Parcel parcel, WireDrop why) {
        drop(parcel.number(), parcel.packet(), why);
    }

    private void drop(long number, MemorySegment packet, WireDrop why) {
        tally.onDropped(why);
        observers.forEach(each -> each.dropped(timeline.now(), number, packet.asReadOnly(), why));
    }
}
