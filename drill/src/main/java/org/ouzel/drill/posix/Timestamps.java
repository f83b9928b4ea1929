package org.ouzel.drill.posix;

import java.util.ArrayDeque;
import java.util.Deque;

/** {@code SO_TIMESTAMPING}: when the last byte of each write left, and when it was acknowledged. */
final class Timestamps {
    static final int TX_SOFTWARE = 0x2;
    static final int SOFTWARE = 0x10;
    static final int OPT_ID = 0x80;
    static final int TX_SCHED = 0x100;
    static final int TX_ACK = 0x200;
    static final int OPT_TSONLY = 0x800;

    /** What there is; no packet is stamped that comes, and no hardware stamps. */
    static final int SUPPORTED = TX_SOFTWARE | SOFTWARE | OPT_ID | TX_SCHED | TX_ACK | OPT_TSONLY;

    private static final int TX = TX_SOFTWARE | TX_SCHED | TX_ACK;
    private static final int SCM_TSTAMP_SND = 0;
    private static final int SCM_TSTAMP_SCHED = 1;
    private static final int SCM_TSTAMP_ACK = 2;

    private final Family family;
    private final ErrorQueue queue;
    private final Deque<Write> unsent = new ArrayDeque<>();
    private final Deque<Write> unacknowledged = new ArrayDeque<>();
    private int flags;
    private long writtenBytes;
    private long keysFrom;

    /** A write that ends before this byte, and what was asked for when it was made. */
    private record Write(long end, int flags) {}

    Timestamps(Family family, ErrorQueue queue) {
        this.family = family;
        this.queue = queue;
    }

    /** Other flags are asked for. Linux: keys are counted from what is unacknowledged when they are first asked for. */
    void ask(int asked, long unacknowledgedBytes) {
        if ((asked & OPT_ID) != 0 && (flags & OPT_ID) == 0) {
            keysFrom = writtenBytes - unacknowledgedBytes;
        }
        flags = asked;
    }

    void onWritten(long bytes) {
        writtenBytes += bytes;
        if (bytes > 0 && (flags & TX) != 0 && (flags & SOFTWARE) != 0) {
            unsent.add(new Write(writtenBytes, flags));
        }
    }

    /** Takes note of what has left and what was acknowledged, now. */
    void look(long unsentBytes, long unacknowledgedBytes, long now) {
        while (!unsent.isEmpty() && unsent.peek().end <= writtenBytes - unsentBytes) {
            Write write = unsent.remove();
            tell(write, TX_SCHED, SCM_TSTAMP_SCHED, now);
            tell(write, TX_SOFTWARE, SCM_TSTAMP_SND, now);
            unacknowledged.add(write);
        }
        while (!unacknowledged.isEmpty() && unacknowledged.peek().end <= writtenBytes - unacknowledgedBytes) {
            tell(unacknowledged.remove(), TX_ACK, SCM_TSTAMP_ACK, now);
        }
    }

    private void tell(Write write, int flag, int kind, long now) {
        if ((write.flags & flag) != 0) {
            long key = (write.flags & OPT_ID) != 0 ? write.end - 1 - keysFrom : 0;
            queue.addTimestamp(family, kind, key, (write.flags & OPT_TSONLY) != 0, now);
        }
    }
}
