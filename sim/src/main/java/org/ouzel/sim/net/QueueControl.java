package org.ouzel.sim.net;

import java.util.SplittableRandom;

/** What decides, packet by packet, which of them a queue marks or drops before it must. */
sealed interface QueueControl permits QueueControl.Tail, QueueControl.Step, CoDelControl, RedControl {
    /** What is to become of a packet. */
    enum Verdict {
        PASS,
        MARK,
        SHED
    }

    /**
     * A packet comes.
     *
     * @param waiting what waits before it
     * @param capable whether it can be marked
     */
    Verdict onArrival(Backlog waiting, boolean capable, long nowNs);

    /**
     * A packet is at the front, and the wire is free. One that is not shed goes.
     *
     * @param packet the packet
     * @param waiting what waits behind it
     * @param capable whether it can be marked
     */
    Verdict onDeparture(Parcel packet, Backlog waiting, boolean capable, long nowNs);

    /** The queue empties at another rate from now on. */
    default void onRate(long bitsPerS) {}

    /** The control of a wire's queue. */
    static QueueControl of(WireSettings wire, SplittableRandom random) {
        return switch (wire.queue()) {
            case QueueDiscipline.DropTail _ -> new Tail();
            case QueueDiscipline.CoDel settings -> new CoDelControl(settings);
            case QueueDiscipline.Red settings -> new RedControl(settings, wire.bitsPerS(), random);
            case QueueDiscipline.StepMarking settings -> new Step(settings.threshold());
        };
    }

    /** Lets all pass. */
    record Tail() implements QueueControl {
        @Override
        public Verdict onArrival(Backlog waiting, boolean capable, long nowNs) {
            return Verdict.PASS;
        }

        @Override
        public Verdict onDeparture(Parcel packet, Backlog waiting, boolean capable, long nowNs) {
            return Verdict.PASS;
        }
    }

    /** Marks those behind more than a number of others. */
    record Step(int threshold) implements QueueControl {
        @Override
        public Verdict onArrival(Backlog waiting, boolean capable, long nowNs) {
            if (waiting.packets() <= threshold) {
                return Verdict.PASS;
            }
            return capable ? Verdict.MARK : Verdict.SHED;
        }

        @Override
        public Verdict onDeparture(Parcel packet, Backlog waiting, boolean capable, long nowNs) {
            return Verdict.PASS;
        }
    }
}
