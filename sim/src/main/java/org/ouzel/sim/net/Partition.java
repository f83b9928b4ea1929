package org.ouzel.sim.net;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.OutageSchedule.Outage;
import org.ouzel.sim.net.Timeline.Event;

/** Whether a wire is cut: by hand, by plan or by chance. It is whole when none of these holds. */
final class Partition {
    private final Timeline timeline;
    private final SplittableRandom seeds;
    private final Runnable onCut;

    private boolean byHand;
    private int byPlan;
    private boolean byChance;
    private Outages outages = Outages.NONE;
    private @Nullable OutageSchedule schedule;
    private @Nullable Event begin;
    private @Nullable Event end;

    /**
     * A whole wire.
     *
     * @param onCut what happens whenever it is cut
     */
    Partition(Timeline timeline, Outages outages, SplittableRandom seeds, Runnable onCut) {
        this.timeline = timeline;
        this.seeds = seeds;
        this.onCut = onCut;
        setOutages(outages);
    }

    boolean isCut() {
        return byHand || byPlan > 0 || byChance;
    }

    void cut() {
        boolean whole = !isCut();
        byHand = true;
        severIf(whole);
    }

    void mend() {
        byHand = false;
    }

    void plan(long beginNs, long lengthNs) {
        timeline.at(beginNs, () -> {
            boolean whole = !isCut();
            byPlan++;
            severIf(whole);
            timeline.after(lengthNs, () -> byPlan--);
        });
    }

    /** Other outages from now on; one that holds is over. The same ones change nothing. */
    void setOutages(Outages changed) {
        if (changed.equals(outages)) {
            return;
        }
        outages = changed;
        if (begin != null) {
            begin.callOff();
        }
        if (end != null) {
            end.callOff();
        }
        begin = null;
        end = null;
        byChance = false;
        schedule = changed.meanBetween().isZero() ? null : new OutageSchedule(changed, seeds.split(), timeline.now());
    }

    /**
     * Puts the present or next outage on the timeline. To be called while there is a packet: without any nothing should go on
     * happening, and an outage that no packet sees is skipped.
     */
    void awaitOutage() {
        if (schedule == null || end != null) {
            return;
        }
        Outage outage = schedule.endingAfter(timeline.now());
        if (outage.beginNs() <= timeline.now()) {
            fail();
        } else {
            begin = timeline.at(outage.beginNs(), this::fail);
        }
        end = timeline.at(outage.endNs(), this::recover);
    }

    private void fail() {
        boolean whole = !isCut();
        byChance = true;
        severIf(whole);
    }

    private void recover() {
        byChance = false;
        begin = null;
        end = null;
    }

    private void severIf(boolean whole) {
        if (whole) {
            onCut.run();
        }
    }
}
