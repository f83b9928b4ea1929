package org.ouzel.core.tcp;

import org.ouzel.core.wire.OptionLayout;

/**
 * What of a connection is only changed by those who know why: what it offers, how long it tries, how it sends. The defaults are
 * what the RFCs ask for.
 *
 * <p>Here is what somebody has a reason to choose for a connection of his own, be it also what stacks do
 * differently: what is used of TCP's options and believed of a peer's ({@link Offers}), how long to try ({@link Retries}), when data and
 * acknowledgments leave ({@link Flow}; so all ways of {@link Acknowledging} are here, and pacing, and {@link Flow#marksWrites}, which
 * follows from the calls that an interface has). In {@link TcpHabits} is what serves nobody but who is to be like another stack.
 * {@link Offers#layout} alone is of that kind too, and stands beside the options that it orders.
 *
 * <p>{@link Tcb#change} has what is chosen count at once, but for what is settled by then:
 *
 * <ul>
 *   <li>with the open, or for a listener with the request: {@link Flow#initialSegments}, and of the {@link FastOpenTuning} whether
 *       and how the SYN tries to be fast, or the request is taken for a fast one;
 *   <li>with our first SYN, or the answer to the peer's: what {@link Offers} says in it (timestamps, SACK, the window scale, the
 *       MSS), and with it the window;
 *   <li>with the peer's SYN: {@link Offers#leastMss}, the bound of {@link Offers#mss} on what is sent, {@link Offers#ecnReports},
 *       and whether acknowledgments are {@link Acknowledging#ADAPTIVE}: among the other ways it may be changed later;
 *   <li>the habits as {@link TcpHabits} says.
 * </ul>
 *
 * <p>Of {@link TcpSettings} the ECN policy is settled with the open, and {@link TcpSettings.Times#quietNs} with the peer's SYN, as
 * is the part of the receive buffer that completes a receive.
 *
 * @param offers what its SYN says
 * @param retries how often it tries
 * @param flow when segments leave
 * @param habits what stacks do differently though the RFCs let them
 * @param fastOpen how data goes with a SYN
 */
public record TcpTuning(Offers offers, Retries retries, Flow flow, TcpHabits habits, FastOpenTuning fastOpen) {
    /** Nothing is changed. */
    public static final TcpTuning DEFAULT = new TcpTuning(Offers.DEFAULT, Retries.DEFAULT, Flow.DEFAULT);

    /** With the habits that Ouzel has by itself. */
    public TcpTuning(Offers offers, Retries retries, Flow flow) {
        this(offers, retries, flow, TcpHabits.DEFAULT, FastOpenTuning.DEFAULT);
    }

    /**
     * What a SYN offers, and the answer to one accepts. What is not offered is not used.
     *
     * @param timestamps whether timestamps (RFC 7323)
     * @param toleratesMissingTimestamps whether a segment is taken that has none though both ends offered them. RFC 7323 §3.2 says
     *     that it SHOULD be dropped silently, so that is what is done by default; Linux takes it
     * @param sack whether selective acknowledgments (RFC 2018)
     * @param windowScale whether window scaling (RFC 7323)
     * @param windowShift by how much windows are shifted; -1 for as much as the receive buffer needs
     * @param mss the largest segment that is announced, and that is sent; 0 for what the path carries
     * @param leastMss the least segment size that is believed of a peer: smaller ones would only make us send headers
     * @param layout how the options stand
     * @param ecnReports when the option of accurate ECN is sent
     */
    public record Offers(
            boolean timestamps,
            boolean toleratesMissingTimestamps,
            boolean sack,
            boolean windowScale,
            int windowShift,
            int mss,
            int leastMss,
            OptionLayout layout,
            EcnReports ecnReports) {
        private static final int LEAST_MSS = 64;
        private static final int MOST_SHIFT = 14;

        static final Offers DEFAULT =
                new Offers(true, false, true, true, -1, 0, LEAST_MSS, OptionLayout.WORDS, EcnReports.CHANGED);

        /** Refuses what has no meaning: RFC 7323 §2.3 shifts a window by 14 at the most, and a segment carries something. */
        public Offers {
            Bounds.require("windowShift", windowShift, -1, MOST_SHIFT);
            Bounds.require("mss", mss, 0, Bounds.MOST_16_BITS);
            Bounds.require("leastMss", leastMss, 1, Bounds.MOST_16_BITS);
        }

        /** The same with another largest segment. */
        public Offers withMss(int bytes) {
            return new Offers(
                    timestamps,
                    toleratesMissingTimestamps,
                    sack,
                    windowScale,
                    windowShift,
                    bytes,
                    leastMss,
                    layout,
                    ecnReports);
        }

        /** The same with the option of accurate ECN at other times. */
        public Offers withEcnReports(EcnReports when) {
            return new Offers(
                    timestamps,
                    toleratesMissingTimestamps,
                    sack,
                    windowScale,
                    windowShift,
                    mss,
                    leastMss,
                    layout,
                    when);
        }
    }

    /** When acknowledgments have the option of accurate ECN (RFC 9768 §3.2.3.3), where it is agreed on. */
    public enum EcnReports {
        /** Never. */
        NEVER,
        /** When a counter has changed since it was told last. */
        CHANGED,
        /** Whenever there is room, as long as the path seems to take it. */
        ALWAYS,
        /** Whenever there is room. */
        PERSISTENT
    }

    /**
     * How often something is tried before it is given up.
     *
     * @param keepAliveIntervalNs the time between keep-alive probes; 0 for the node's
     * @param keepAliveProbes how many of them go unanswered; 0 for the node's
     * @param syn how often a SYN is sent again; 0 for as often as the user timeout allows
     * @param synAck how often the answer to one is; 0 for the node's
     * @param data how often anything else is, without progress; 0 for as often as the user timeout allows
     */
    public record Retries(long keepAliveIntervalNs, int keepAliveProbes, int syn, int synAck, int data) {
        static final Retries DEFAULT = new Retries(0, 0, 0, 0, 0);

        /** Refuses what has no meaning. */
        public Retries {
            Bounds.requireNotNegative("keepAliveIntervalNs", keepAliveIntervalNs);
            Bounds.requireNotNegative("keepAliveProbes", keepAliveProbes);
            Bounds.requireNotNegative("syn", syn);
            Bounds.requireNotNegative("synAck", synAck);
            Bounds.requireNotNegative("data", data);
        }

        /** The same with another time between probes. */
        public Retries withKeepAliveInterval(long nanos) {
            return new Retries(nanos, keepAliveProbes, syn, synAck, data);
        }

        /** The same with another number of probes. */
        public Retries withKeepAliveProbes(int probes) {
            return new Retries(keepAliveIntervalNs, probes, syn, synAck, data);
        }

        /** The same with another number for both SYNs. */
        public Retries withHandshakes(int retransmissions) {
            return new Retries(keepAliveIntervalNs, keepAliveProbes, retransmissions, retransmissions, data);
        }
    }

    /** When data is acknowledged. */
    public enum Acknowledging {
        /**
         * At once in the beginning, later every second segment (RFC 5681 §4.2). What will most likely be answered waits for that
         * in the beginning, and the peer's FIN always ({@link TcpParameters#answerWaitNs}).
         */
        AUTOMATIC,
        /** At once. */
        AT_ONCE,
        /** Every second segment, also in the beginning; the peer's FIN as {@link #AUTOMATIC} has it. */
        DELAYED,
        /**
         * At once in the beginning, until data goes the other way too; later what exceeds one segment, what the user has read to
         * its end, and the rest after a time that follows the peer's pace, as Linux has it.
         */
        ADAPTIVE
    }

    /**
     * When segments leave, and what they say.
     *
     * @param corked whether nothing that fills no segment leaves, until a retransmission timeout has passed in which nothing was
     *     under way
     * @param marksWrites whether what each write gave ends with PSH, though Nagle's algorithm may hold it back: what sockets do.
     *     (RFC 9293 §3.9.1.2 asks where the interface has no PUSH for PSH behind all that there is, MUST-61.)
     * @param acknowledging when data is acknowledged
     * @param windowClampBytes the largest window that is offered; 0 for what the buffer holds
     * @param initialSegments how many segments the first window has; 0 for RFC 6928's
     * @param paced whether segments are spread over the round trip, other than by a congestion control that asks for it,
     *     or where the user bounds the rate
     */
    public record Flow(
            boolean corked,
            boolean marksWrites,
            Acknowledging acknowledging,
            int windowClampBytes,
            int initialSegments,
            boolean paced) {
        static final Flow DEFAULT = new Flow(false, false, Acknowledging.AUTOMATIC, 0, 0, true);

        /** Refuses what has no meaning. */
        public Flow {
            Bounds.requireNotNegative("windowClampBytes", windowClampBytes);
            Bounds.requireNotNegative("initialSegments", initialSegments);
        }

        /** The same, corked or not, and with writes marked or not. */
        public Flow withCork(boolean cork, boolean marks) {
            return new Flow(cork, marks, acknowledging, windowClampBytes, initialSegments, paced);
        }

        /** The same with other acknowledgments. */
        public Flow withAcknowledging(Acknowledging when) {
            return new Flow(corked, marksWrites, when, windowClampBytes, initialSegments, paced);
        }

        /** The same with another largest window. */
        public Flow withWindowClamp(int bytes) {
            return new Flow(corked, marksWrites, acknowledging, bytes, initialSegments, paced);
        }
    }

    /** The same with other offers. */
    public TcpTuning with(Offers changed) {
        return new TcpTuning(changed, retries, flow, habits, fastOpen);
    }

    /** The same with other habits. */
    public TcpTuning with(TcpHabits changed) {
        return new TcpTuning(offers, retries, flow, changed, fastOpen);
    }

    /** The same with other numbers of tries. */
    public TcpTuning with(Retries changed) {
        return new TcpTuning(offers, changed, flow, habits, fastOpen);
    }

    /** The same with another flow. */
    public TcpTuning with(Flow changed) {
        return new TcpTuning(offers, retries, changed, habits, fastOpen);
    }

    /** The same with another way for data to go with a SYN. */
    public TcpTuning with(FastOpenTuning changed) {
        return new TcpTuning(offers, retries, flow, habits, changed);
    }
}
