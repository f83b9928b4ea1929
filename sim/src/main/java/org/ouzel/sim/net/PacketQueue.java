package org.ouzel.sim.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.sim.net.QueueControl.Verdict;

/** The packets that wait for a wire. */
final class PacketQueue {
    private final QueueBound bound;
    private final QueueControl control;
    private final ArrayDeque<Parcel> parcels = new ArrayDeque<>();
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

    PacketQueue(QueueBound bound, QueueControl control) {
        this.bound = bound;
        this.control = control;
    }

    /** A packet comes. The discipline is asked first, since it counts those that find the queue full as well. */
    Admission offer(Parcel parcel, long nowNs) {
        Verdict verdict = control.onArrival(backlog(), Ecn.isCapable(parcel.packet()), nowNs);
        if (verdict == Verdict.SHED) {
            return Admission.SHED;
        }
        if (!bound.admits(backlog(), parcel.bytes())) {
            return Admission.OVERFLOWED;
        }
        markIf(verdict, parcel);
        parcels.add(parcel);
        bytes += parcel.bytes();
        return Admission.ADMITTED;
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
