package org.ouzel.sim.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.sim.net.QueueControl.Verdict;

/** The packets that wait for a wire. */
final class PacketQueue {
    private final SplittableRandom random;
    private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
    private QueueDiscipline discipline;
    private QueueControl control;
    private long bytes;
    private long marked;

    /** What became of a packet that came. */
    enum Admission {
        ADMITTED,
        OVERFLOWED,
        SHED
    }

    /**
     * A packet that waits no longer.
     *
     * @param parcel the packet
     * @param shed whether it is dropped rather than sent
     */
    record Departure(Parcel parcel, boolean shed) {}

    /**
     * An empty queue.
     *
     * @param random what its discipline draws from
     */
    PacketQueue(WireSettings wire, SplittableRandom random) {
        this.random = random;
        this.discipline = wire.queue();
        this.control = QueueControl.of(wire, random);
    }

    /** It is another wire's from now on. Returns what has no room any more. */
    List<Parcel> change(WireSettings wire) {
        if (wire.queue().equals(discipline)) {
            control.onRate(wire.bitsPerS());
            return List.of();
        }
        discipline = wire.queue();
        control = QueueControl.of(wire, random);
        List<Parcel> over = new ArrayList<>();
        for (Parcel parcel : drain()) {
            if (discipline.bound().admits(backlog(), parcel.bytes())) {
                add(parcel);
            } else {
                over.add(parcel);
            }
        }
        return over;
    }

    /** A packet comes. The discipline is asked first, since it counts those that find the queue full as well. */
    Admission offer(Parcel parcel, long nowNs) {
        Verdict verdict = control.onArrival(backlog(), Ecn.isCapable(parcel.packet()), nowNs);
        if (verdict == Verdict.SHED) {
            return Admission.SHED;
        }
        if (!discipline.bound().admits(backlog(), parcel.bytes())) {
            return Admission.OVERFLOWED;
        }
        markIf(verdict, parcel);
        add(parcel);
        return Admission.ADMITTED;
    }

    private void add(Parcel parcel) {
        parcels.add(parcel);
        bytes += parcel.bytes();
    }

    /** The wire is free: the packet at the front goes, or is shed, and then the next should be asked for. */
    Optional<Departure> poll(long nowNs) {
        Parcel parcel = parcels.poll();
        if (parcel == null) {
            return Optional.empty();
        }
        bytes -= parcel.bytes();
        Verdict verdict = control.onDeparture(parcel, backlog(), Ecn.isCapable(parcel.packet()), nowNs);
        markIf(verdict, parcel);
        return Optional.of(new Departure(parcel, verdict == Verdict.SHED));
    }

    private void markIf(Verdict verdict, Parcel parcel) {
        if (verdict == Verdict.MARK) {
            marked++;
            Ecn.mark(parcel.packet());
        }
    }

    /** Empties it. */
    List<Parcel> drain() {
        List<Parcel> all = new ArrayList<>(parcels);
        parcels.clear();
        bytes = 0;
        return all;
    }

    Backlog backlog() {
        return new Backlog(parcels.size(), bytes);
    }

    /** How many packets had CE set. */
    long marked() {
        return marked;
    }
}
