package org.ouzel.sim.net;

import java.time.Duration;

/**
 * How packets wait for a wire, first in, first out, and which of them are marked or dropped. What finds the queue full is dropped
 * whatever the discipline. Those that mark set CE (RFC 3168 §5) in packets of an ECN-capable transport, and drop others.
 */
public sealed interface QueueDiscipline {
    /** How much waits at most. */
    QueueBound bound();

    /**
     * Drops nothing before it must.
     *
     * @param bound how much waits at most
     */
    record DropTail(QueueBound bound) implements QueueDiscipline {}

    /**
     * Drops or marks while packets have been waiting for too long: CoDel (RFC 8289).
     *
     * @param bound how much waits at most
     * @param target how long is not too long: TARGET
     * @param interval for how long they may wait longer than that: INTERVAL
     * @param ecn whether to mark rather than drop, where that can be
     */
    record CoDel(QueueBound bound, Duration target, Duration interval, boolean ecn) implements QueueDiscipline {
        /** Rejects durations that cannot be. */
        public CoDel {
            Legal.duration("target", target);
            Legal.positive("interval", interval);
        }

        /** With the 5 and 100 milliseconds that RFC 8289 §4.2 and §4.3 recommend for the Internet. */
        public static CoDel of(QueueBound bound, boolean ecn) {
            return new CoDel(bound, Duration.ofMillis(5), Duration.ofMillis(100), ecn);
        }
    }

    /**
     * Drops or marks by chance, the more likely the longer the queue has been on average: random early detection (Floyd and
     * Jacobson 1993), gentle. Up to {@code least} none meets that; from there to {@code most} the probability goes from 0 to
     * {@code probability}, from there to twice {@code most} to 1; beyond that every packet is dropped.
     *
     * @param bound how much waits at most
     * @param least the lower threshold on the average, in packets: min_th
     * @param most the upper threshold: max_th
     * @param probability the probability at the upper threshold: max_p
     * @param weight what an arriving packet's view of the queue counts in the average: w_q
     * @param ecn whether to mark rather than drop, where that can be
     */
    record Red(QueueBound bound, double least, double most, double probability, double weight, boolean ecn)
            implements QueueDiscipline {
        /** Rejects thresholds and probabilities that cannot be. */
        public Red {
            if (!(least >= 0 && least < most && most < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("thresholds " + least + ", " + most);
            }
            Legal.probability("probability", probability);
            Legal.probability("weight", weight);
        }
    }

    /**
     * Marks every packet that finds more than a number of others waiting: what data centers run under DCTCP (RFC 8257 §3.1).
     *
     * @param bound how much waits at most
     * @param threshold how many may wait before it: K
     */
    record StepMarking(QueueBound bound, int threshold) implements QueueDiscipline {
        /** Rejects thresholds that cannot be. */
        public StepMarking {
            if (threshold < 0) {
                throw new IllegalArgumentException("threshold " + threshold);
            }
        }
    }
}
