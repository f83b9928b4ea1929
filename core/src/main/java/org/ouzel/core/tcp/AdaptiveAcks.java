package org.ouzel.core.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Acknowledges as Linux does. In the beginning each segment is acknowledged at once, sixteen at the most, until data goes the other
 * way within the delay of data that has come: from then on it is likely to take acknowledgments along. What is more than one
 * segment is acknowledged at once where the window keeps its size. Anything else waits for a time that follows the time between
 * segments, unless the user reads all there is before.
 */
final class AdaptiveAcks implements AckTiming {
    /**
     * What is smaller is no peer's segment size, as Linux has it (TCP_MIN_MSS): 8 bytes behind the longest headers, of 60 bytes each, are
     * as much as 88 behind the shortest.
     */
    private static final int LEAST_MSS = 88;

    /** What the peer's segments are taken to carry at first, and what is no remnant of a write though it has PSH. */
    private static final int FIRST_MSS = Sender.DEFAULT_MSS;

    /** What Linux lets an acknowledgment wait at the most (TCP_DELACK_MAX). */
    private static final long MOST_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * Up to here the delay may grow where segments come that end no write. RFC 9293 §3.8.6.3: "the delay MUST be less than 0.5 seconds".
     */
    private static final long MOST_DELAY_OF_STREAM_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Where so much of the delay is left as would be begun anew, the acknowledgment goes at once: one of so many parts. */
    private static final int WORTH_WAITING_PART = 4;

    private final long leastDelayNs;
    private final int mostMss;

    /** The size of the peer's segments, and that of the last if it was smaller. */
    private int mss;

    private int lastShort;

    private int quickLeft;
    private boolean interactive;

    /** Whether the user has chosen since that each is acknowledged at once. */
    private boolean allAtOnce;

    private long delayNs;
    private long receivedAt;

    // ---- Since the last acknowledgment
    private long waitingBytes;
    private boolean scheduled;
    private int shortSegments;
    private boolean asked;
    private final DueAcknowledgment due = new DueAcknowledgment();

    AdaptiveAcks(long leastDelayNs, int announcedMss) {
        this.leastDelayNs = leastDelayNs;
        this.mostMss = announcedMss;
        this.mss = Math.max(Math.min(FIRST_MSS, announcedMss), LEAST_MSS);
    }

    @Override
    public void onSettings(TcpTuning.Acknowledging changed) {
        allAtOnce = changed == TcpTuning.Acknowledging.AT_ONCE;
        if (allAtOnce && scheduled) {
            due.atOnce();
        }
    }

    @Override
    public void onQuick(boolean quick, boolean allRead) {
        interactive = !quick;
        if (quick && scheduled) {
            shortSegments = Math.max(shortSegments, 1);
            onRead(allRead);
        }
    }

    @Override
    public void atOnce() {
        scheduled = true;
        asked = true;
        due.atOnce();
    }

    @Override
    public void onWindow() {
        atOnce();
    }

    // ---- What comes

    @Override
    public void onInOrder(InOrder data, long time) {
        scheduled = true;
        waitingBytes += data.bytes();
        measure(data);
        adapt(data.rtt().rtoNs(), time);
        receivedAt = time;
        boolean fills = waitingBytes > mss && data.keepsWindow();
        if (fills || isQuick()) {
            due.atOnce();
        }
        if (!due.isDue()) {
            delay(data.rtt().smoothedNs(), time);
        }
    }

    // Whoever is told that no more comes will most likely answer, or close too.
    @Override
    public void onFin(boolean mayWait, RttEstimator rtt, long time) {
        if (!mayWait) {
            atOnce();
            return;
        }
        scheduled = true;
        interactive = true;
        waitingBytes++;
        if (asked || waitingBytes > mss) {
            due.atOnce();
        } else {
            due.notAtOnce();
            delay(rtt.smoothedNs(), time);
        }
    }

    /** Learns the size of the peer's segments, and whether the end of a write has come. */
    private void measure(InOrder data) {
        int before = lastShort;
        lastShort = 0;
        if (data.length() >= mss) {
            mss = Math.min(data.length(), mostMss);
            shortSegments = data.pushed() ? Math.max(shortSegments, 1) : shortSegments;
            return;
        }
        int least = data.pushed() ? FIRST_MSS : LEAST_MSS;
        if (data.length() >= least) {
            lastShort = data.length();
            if (lastShort == before) {
                mss = lastShort;
                return;
            }
        }
        shortSegments++;
    }

    private void adapt(long rtoNs, long time) {
        long gapNs = time - receivedAt;
        if (delayNs == 0) {
            quicken();
            delayNs = leastDelayNs;
        } else if (gapNs <= leastDelayNs / 2) {
            delayNs = delayNs / 2 + leastDelayNs / 2;
        } else if (gapNs < delayNs) {
            delayNs = Math.min(delayNs / 2 + gapNs, rtoNs);
        } else if (gapNs > rtoNs) {
            quicken(); // the peer has been idle for so long that it may start slowly
        }
    }

    private void quicken() {
        quickLeft = QUICK_SEGMENTS;
    }

    private void delay(long smoothedNs, long time) {
        long ns = delayNs;
        if (ns > leastDelayNs) {
            long most = interactive || shortSegments > 0 ? MOST_DELAY_NS : MOST_DELAY_OF_STREAM_NS;
            most = smoothedNs > 0 ? Math.min(most, Math.max(smoothedNs, leastDelayNs)) : most;
            ns = Math.min(ns, most);
        }
        ns = Math.min(ns, MOST_DELAY_NS);
        if (due.isDelayedTo(Deadline.after(time, ns / WORTH_WAITING_PART))) {
            due.atOnce();
        } else {
            due.by(Deadline.after(time, ns));
        }
    }

    @Override
    public void onRepeated() {
        quicken();
        interactive = false;
        delayNs = leastDelayNs;
    }

    @Override
    public void onRead(boolean allRead) {
        boolean ends = shortSegments > 1 || (shortSegments > 0 && !interactive);
        if (scheduled && (waitingBytes > mss || (allRead && ends))) {
            due.atOnce();
        }
    }

    @Override
    public boolean isQuick() {
        return allAtOnce || (quickLeft > 0 && !interactive);
    }

    // ---- What goes

    @Override
    public void onSent(boolean withData, long time) {
        if (quickLeft > 0 && scheduled) {
            quickLeft--;
            delayNs = quickLeft == 0 ? leastDelayNs : delayNs;
        }
        interactive |= withData && time - receivedAt < delayNs;
        scheduled = false;
        waitingBytes = 0;
        shortSegments = 0;
        asked = false;
        due.sent();
    }

    @Override
    public void onTimer(long time, long rtoNs) {
        if (due.isDue() || !due.isDelayedTo(time)) {
            return;
        }
        delayNs = interactive ? leastDelayNs : Math.min(2 * delayNs, rtoNs);
        interactive = false;
        due.atOnce();
    }

    @Override
    public DueAcknowledgment due() {
        return due;
    }

    @Override
    public TcbInsight.Acks told() {
        return new TcbInsight.Acks(!interactive, delayNs, mss);
    }

    @Override
    public void keep(Ledger ledger) {
        mss = ledger.entry(mss);
        lastShort = ledger.entry(lastShort);
        quickLeft = ledger.entry(quickLeft);
        interactive = ledger.entry(interactive);
        allAtOnce = ledger.entry(allAtOnce);
        delayNs = ledger.entry(delayNs);
        receivedAt = ledger.entry(receivedAt);
        waitingBytes = ledger.entry(waitingBytes);
        scheduled = ledger.entry(scheduled);
        shortSegments = ledger.entry(shortSegments);
        asked = ledger.entry(asked);
        due.keep(ledger);
    }
}
