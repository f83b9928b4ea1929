package org.ouzel.core.node;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.TimeWait;

/**
 * The four-tuples that rest, in the order in which they end: all rest for the same time, so each begins behind all others, and goes there
 * again when its time starts anew. A row whose entries know their neighbours: nothing else is kept of one, and none is searched for.
 */
final class TimeWaits {
    /** What ends within so long after another may as well end together with the next: nobody is woken for each of many. */
    private static final long TOGETHER_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private @Nullable Resting first;
    private @Nullable Resting last;
    private int size;
    private long notBefore = Long.MIN_VALUE;

    /** A four-tuple that rests, and its place among the others. */
    static final class Resting implements Named {
        private final TimeWait timeWait;
        private @Nullable Resting before;
        private @Nullable Resting after;

        private Resting(TimeWait timeWait) {
            this.timeWait = timeWait;
        }

        TimeWait timeWait() {
            return timeWait;
        }

        @Override
        public FourTuple name() {
            return timeWait.tuple();
        }

        @Override
        public State state() {
            return timeWait.state();
        }
    }

    int size() {
        return size;
    }

    /** When {@link #takeDue} is to be called; {@link Long#MAX_VALUE} if there is none. */
    long nextDeadline() {
        return first == null ? Long.MAX_VALUE : Math.max(first.timeWait.nextDeadline(), notBefore);
    }

    /** The one that ends first; null if there is none. */
    @Nullable
    Resting first() {
        return first;
    }

    /** One whose time has passed, which rests no longer; null if there is none. */
    @Nullable
    Resting takeDue(long now) {
        Resting due = first;
        if (due == null || due.timeWait.nextDeadline() > now) {
            return null;
        }
        due.timeWait.expire(now);
        remove(due);
        notBefore = now + TOGETHER_NS;
        return due;
    }

    /** A four-tuple begins to rest. */
    Resting add(TimeWait timeWait) {
        Resting resting = new Resting(timeWait);
        append(resting);
        return resting;
    }

    /** Its time has started anew. */
    void restart(Resting resting) {
        remove(resting);
        append(resting);
    }

    private void append(Resting resting) {
        resting.before = last;
        if (last == null) {
            first = resting;
        } else {
            last.after = resting;
        }
        last = resting;
        size++;
    }

    /** It rests no longer. It is one of these. */
    void remove(Resting resting) {
        if (resting.before == null) {
            first = resting.after;
        } else {
            resting.before.after = resting.after;
        }
        if (resting.after == null) {
            last = resting.before;
        } else {
            resting.after.before = resting.before;
        }
        resting.before = null;
        resting.after = null;
        size--;
    }
}
