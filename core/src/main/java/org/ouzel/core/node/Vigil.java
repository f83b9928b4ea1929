package org.ouzel.core.node;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The members that are awake. One to which nothing has happened for a while dozes: nobody is woken for that, whatever else happens next
 * looks after one or two of the others.
 *
 * <p>The watches are a row whose entries know their neighbours: one over a connection that has ended leaves it at once, while all that it
 * touches is at hand in the processor's caches.
 */
final class Vigil {
    /** Longer than a peer that answers takes, and than an acknowledgment waits. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    /** More than come anew with each event, so that all are looked at in time. */
    private static final int LOOKS = 2;

    /** In the order in which they are to be looked at. */
    private @Nullable Watch first;

    private @Nullable Watch last;

    /** When something has happened last to any of them. */
    private long latest;

    /** The watch over a member, as long as it is awake. */
    static final class Watch {
        private final Member over;
        private long touchedAt;
        private long lookAt;
        private @Nullable Watch before;
        private @Nullable Watch after;

        private Watch(Member member) {
            this.over = member;
        }
    }

    /** Something has happened to a member. */
    void touch(Member member, long now) {
        latest = now;
        watch(member).touchedAt = now;
        for (int i = 0; i < LOOKS && first != null && first.lookAt <= now; i++) {
            look(first, now);
        }
    }

    /** Nothing is open on the member any more. */
    void end(Member member) {
        Watch watch = member.watch();
        if (watch != null) {
            remove(watch);
            member.watch(null);
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
            append(watch);
        }
        return watch;
    }

    private void look(Watch watch, long now) {
        remove(watch);
        if (now - watch.touchedAt < QUIET_NS) {
            watch.lookAt = watch.touchedAt + QUIET_NS;
            append(watch);
            return;
        }
        watch.over.watch(null);
        watch.over.doze(this);
    }

    private void append(Watch watch) {
        watch.before = last;
        if (last == null) {
            first = watch;
        } else {
            last.after = watch;
        }
        last = watch;
    }

    private void remove(Watch watch) {
        if (watch.before == null) {
            first = watch.after;
        } else {
            watch.before.after = watch.after;
        }
        if (watch.after == null) {
            last = watch.before;
        } else {
            watch.after.before = watch.before;
        }
        watch.before = null;
        watch.after = null;
    }
}
