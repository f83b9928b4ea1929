package org.ouzel.drill.posix;

import java.util.Optional;

/**
 * A call under way. It is tried until it has an answer: when it is made, whenever the node may have changed, and when its time is
 * over.
 */
abstract sealed class Operation
        permits AcceptOperation,
                CloseOperation,
                ConnectOperation,
                EpollWaitOperation,
                PollOperation,
                ReadOperation,
                ReceiveDatagram,
                WriteOperation {
    /** When it ends at the latest, if it waits for ever. */
    static final long NEVER = Long.MAX_VALUE;

    private final Lane lane;
    private final long deadline;

    /**
     * What a call stands in line for.
     *
     * @param kind which call it is
     * @param of what it is made of
     */
    record Lane(Class<? extends Operation> kind, Object of) {}

    /**
     * An operation that has not begun.
     *
     * @param of what it is made of: of equal calls of the same the one that came first goes on first
     * @param deadline when it ends even if nothing has come
     */
    Operation(Object of, long deadline) {
        this.lane = new Lane(getClass(), of);
        this.deadline = deadline;
    }

    /** When something ends that begins now and takes so long at the most. */
    static long after(long now, long durationNs) {
        return durationNs > NEVER - now ? NEVER : now + durationNs;
    }

    Lane lane() {
        return lane;
    }

    boolean mustEnd(long now) {
        return now >= deadline;
    }

    long deadline() {
        return deadline;
    }

    /** Tries; empty if it waits. */
    final Optional<Answer> attempt(long now) throws Failure {
        Optional<Answer> answer = advance(now);
        return answer.isEmpty() && mustEnd(now) ? Optional.of(giveUp(now)) : answer;
    }

    /** Goes on as far as it can; empty if it has to wait for more. */
    abstract Optional<Answer> advance(long now) throws Failure;

    /** What it has come to when it must not wait for more. */
    abstract Answer giveUp(long now) throws Failure;
}
