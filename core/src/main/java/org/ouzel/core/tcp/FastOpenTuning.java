package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ouzel.core.wire.OptionLengths;

/**
 * How a connection sends and takes data with a SYN (RFC 7413). It sends some only in an open that brings some, and takes none unless
 * the user allows it: what comes with a SYN may come twice.
 *
 * @param asking how an active open does it
 * @param taking how a passive open does it
 */
public record FastOpenTuning(Asking asking, Taking taking) {
    /** What the RFC asks for. */
    public static final FastOpenTuning DEFAULT = new FastOpenTuning(Asking.DEFAULT, Taking.NONE);

    /**
     * How an active open sends data with its SYN.
     *
     * @param withoutCookie whether it does so without a cookie, and asks for none: where something else keeps forged senders out
     * @param triesExperiment whether a peer that gives no cookie is asked the next time by the experimental option
     * @param optionRoom how many bytes the SYN's data leaves for options at the least
     * @param unknownMss the segment size of a peer that has told none yet; 0 for the default of RFC 9293 §3.7.1
     * @param pauseNs how long a peer is sent no data with a SYN that has not taken it, or not answered it; 0 for not at all. It
     *     doubles each time
     */
    public record Asking(boolean withoutCookie, boolean triesExperiment, int optionRoom, int unknownMss, long pauseNs) {
        /** What the RFC asks for. */
        public static final Asking DEFAULT = new Asking(false, false, 0, 0, TimeUnit.HOURS.toNanos(1));

        /** Refuses what has no meaning. */
        public Asking {
            Bounds.require("optionRoom", optionRoom, 0, OptionLengths.MAX);
            Bounds.require("unknownMss", unknownMss, 0, Bounds.MOST_16_BITS);
            Bounds.requireNotNegative("pauseNs", pauseNs);
        }

        /** The same, without cookies or with them. */
        public Asking withoutCookie(boolean without) {
            return new Asking(without, triesExperiment, optionRoom, unknownMss, pauseNs);
        }
    }

    /**
     * How a passive open takes data with a SYN.
     *
     * @param pending how many connections may be open at a time because data came with their SYN, and wait for the end of their
     *     handshake: PendingFastOpenRequests of RFC 7413 §5.1 is bounded by it. With 0 none is
     * @param withoutCookie whether cookies are not asked for
     * @param keys what cookies are made with; empty for the node's
     */
    public record Taking(int pending, boolean withoutCookie, Optional<FastOpenKeys> keys) {
        /** Nothing is taken. */
        public static final Taking NONE = new Taking(0, false, Optional.empty());

        /** Refuses what has no meaning. */
        public Taking {
            Bounds.requireNotNegative("pending", pending);
        }

        /** The same with another bound. */
        public Taking withPending(int connections) {
            return new Taking(connections, withoutCookie, keys);
        }

        /** The same, without cookies or with them. */
        public Taking withoutCookie(boolean without) {
            return new Taking(pending, without, keys);
        }

        /** The same with other keys. */
        public Taking withKeys(FastOpenKeys other) {
            return new Taking(pending, withoutCookie, Optional.of(other));
        }
    }

    /** The same with another way to send. */
    public FastOpenTuning with(Asking changed) {
        return new FastOpenTuning(changed, taking);
    }

    /** The same with another way to take. */
    public FastOpenTuning with(Taking changed) {
        return new FastOpenTuning(asking, changed);
    }
}
