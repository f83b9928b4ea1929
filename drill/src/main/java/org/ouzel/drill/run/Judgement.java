package org.ouzel.drill.run;

/**
 * How strictly what happens is held against what is written.
 *
 * @param toleranceNs by how much a time may differ
 * @param toleranceShare the part of the time since the event before by which it may differ, if that is more
 * @param push whether PSH is compared
 * @param optionsInOrder whether the options of a SYN are compared in their order; otherwise as a set, without what only fills up
 * @param window whether windows are compared where they are written
 * @param echo whether echoed timestamps are compared
 * @param leftovers whether a packet that nobody waits for at the end is a failure
 * @param asserts whether what code asserts has to be true
 * @param everyAck whether each pure acknowledgment has to come when it is written; otherwise only the last one has to be the last
 */
public record Judgement(
        long toleranceNs,
        double toleranceShare,
        boolean push,
        boolean optionsInOrder,
        boolean window,
        boolean echo,
        boolean leftovers,
        boolean asserts,
        boolean everyAck) {
    /** Everything, and times to the microsecond, which is what scripts can write. */
    public static final Judgement STRICT = new Judgement(999, 0, true, true, true, true, true, true, true);

    private static final long PACKETDRILLS_NS = 4_000_000;
    private static final double PACKETDRILLS_SHARE = 1.0 / 8;

    /** The same with the tolerance of the original: 4 ms, or an eighth of the time since the event before. */
    public Judgement withPacketdrillsTolerance() {
        return withTolerance(PACKETDRILLS_NS, PACKETDRILLS_SHARE);
    }

    /** The same with another tolerance. */
    public Judgement withTolerance(long ns, double share) {
        return new Judgement(ns, share, push, optionsInOrder, window, echo, leftovers, asserts, everyAck);
    }

    /** The same with something that is compared, or not: {@code psh}, {@code options} and so on. */
    public Judgement with(Aspect aspect, boolean compared) {
        return new Judgement(
                toleranceNs,
                toleranceShare,
                aspect == Aspect.PUSH ? compared : push,
                aspect == Aspect.OPTION_ORDER ? compared : optionsInOrder,
                aspect == Aspect.WINDOW ? compared : window,
                aspect == Aspect.ECHO ? compared : echo,
                aspect == Aspect.LEFTOVERS ? compared : leftovers,
                aspect == Aspect.ASSERTS ? compared : asserts,
                aspect == Aspect.EVERY_ACK ? compared : everyAck);
    }

    /** What may be compared, or not. */
    public enum Aspect {
        /** PSH. */
        PUSH,
        /** The order of a SYN's options. */
        OPTION_ORDER,
        /** Windows. */
        WINDOW,
        /** Echoed timestamps. */
        ECHO,
        /** What is sent and not waited for. */
        LEFTOVERS,
        /** What code asserts. */
        ASSERTS,
        /** Each pure acknowledgment. */
        EVERY_ACK
    }
}
