package org.ouzel.core.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The members that are awake. One to which nothing has happened for a while dozes: nobody is woken for that, whatever else happens next
 * looks after one or two of the others.
 */
final class Vigil {
    /** Longer than a peer that answers takes, and than an acknowledgment waits. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    /** More than come anew with each event, so that all are looked at in time. */
    private static final int LOOKS = 2;

    /** In the order in which they are to be looked at. */
    private final Deque<Watch> watches = new ArrayDeque<>();

    /** When something has happened last to any of them. */
    private long latest;

    /** The watch over a member, as long as it is awake. */
    static final class Watch {
        /** Null once there is nothing to watch. */
        private @Nullable Member over;

        private long touchedAt;
        private long lookAt;

        private Watch(Member member) {
            this.over = member;
        }
    }

    /** Something has happened to a member. */
    void touch(Member member, long now) {
        latest = now;
        watch(member).touchedAt = now;
        for (int i = 0; i < LOOKS && isLookDue(now); i++) {
            look(watches.remove(), now);
        }
    }

    /** Nothing is open on the member any more. */
    void end(Member member) {
        Watch watch = member.watch();
        if (watch != null) {
            watch.over = null;
        }
    }

    /** A member that dozed has been woken, by whom it may be: it is looked after again. */
    void onWoken(Member member) {
        watch(member).touchedAt = latest;
    }

    private Watch watch(Member member) {
        Watch watch = member.watch();
        if (watch == null) {
            watch = new Watch(member);
            member.watch(watch);
            watch.lookAt = latest + QUIET_NS;
            watches.add(watch);
        }
        return watch;
    }

    private boolean isLookDue(long now) {
        Watch first = watches.peek();
        return first != null && first.lookAt <= now;
    }

    private void look(Watch watch, long now) {
        Member member = watch.over;
        if (member == null) {
            return;
        }
        if (now - watch.touchedAt < QUIET_NS) {
            watch.lookAt = watch.touchedAt + QUIET_NS;
            watches.add(watch);
            return;
        }
        member.watch(null);
        member.doze(this);
    }
}
