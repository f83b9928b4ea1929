package org.ouzel.core.tcp;

import java.util.Optional;

/**
 * Finds which of what was sent is lost: by time where the peer tells what it holds (RACK, RFC 8985), else by three duplicate
 * acknowledgments and by partial ones (RFC 5681 §3.2, RFC 6582), and at a timeout. The scoreboard knows of it then, and whoever has
 * asked is lent what was found.
 */
final class LossDetection implements Kept {
    private final Scoreboard scoreboard;
    private final RecoveryTimer timer;
    private final Losses losses;
    private final Rack rack = new Rack();
    private final DuplicateAcknowledgments duplicates = new DuplicateAcknowledgments();

    /**
     * What is found on a scoreboard.
     *
     * @param timer RACK's reordering timer is one of its
     * @param losses where it notes what it has found
     */
    LossDetection(Scoreboard scoreboard, RecoveryTimer timer, Losses losses) {
        this.scoreboard = scoreboard;
        this.timer = timer;
        this.losses = losses;
    }

    Rack rack() {
        return rack;
    }

    /** Whether something has come that may mean a loss: told held, or by duplicate acknowledgments. */
    boolean isDoubtful() {
        return scoreboard.sackedSegments() > 0 || duplicates.count() > 0;
    }

    /** RFC 6675's pipe: what is in flight, less what has left the network though which of it that is is not known. */
    long flightBytes() {
        return Math.max(0, scoreboard.flightBytes() - duplicates.departedBytes());
    }

    /**
     * Counts what an acknowledgment has delivered where it does not tell so itself.
     *
     * @param partial whether a recovery goes on that it does not end
     */
    void count(long acknowledgedBytes, boolean duplicate, boolean partial, int mss, Delivery delivery) {
        if (scoreboard.isSackPermitted()) {
            return;
        }
        if (acknowledgedBytes > 0) {
            long news = duplicates.advance(acknowledgedBytes, partial, mss, scoreboard.flightBytes());
            delivery.addPart(news - acknowledgedBytes);
        } else if (duplicate) {
            delivery.addPart(duplicates.add(mss, scoreboard.flightBytes()));
        }
    }

    /**
     * An acknowledgment has come, and is on the scoreboard; returns what is lost by what it tells.
     *
     * @param recovering whether a recovery goes on
     * @param recover the RecoveryPoint of this recovery or the last one
     */
    Losses find(Feedback ack, Delivery delivery, boolean recovering, long recover, long smoothedRttNs) {
        if (!scoreboard.isSackPermitted()) {
            return findByDuplicates(ack, recovering, recover);
        }
        rack.onDelivered(delivery.segments(), ack.position(), ack.echoedAtNs(), ack.now());
        return findByTime(ack.now(), recovering, smoothedRttNs);
    }

    // RFC 8985 §6.2 step 5: RACK_detect_loss_and_arm_timer()
    /** Returns what is lost because it has not come in time. */
    Losses findByTime(long now, boolean recovering, long smoothedRttNs) {
        losses.clear();
        if (timer.isReordering()) {
            timer.cancelSooner();
        }
        long window = rack.reorderingWindowNs(recovering, scoreboard.sackedSegments(), smoothedRttNs, now);
        Optional<Transmission> next = scoreboard.sentFirst();
        while (next.isPresent() && rack.isOvertaken(next.get())) {
            if (now < rack.lostAt(next.get(), window)) {
                timer.reorderingAt(rack.allLostAt(window));
                return losses;
            }
            lose(next.get());
            next = scoreboard.sentFirst();
        }
        return losses;
    }

    private Losses findByDuplicates(Feedback ack, boolean recovering, long recover) {
        losses.clear();
        boolean partial = recovering && !ack.repeats() && ack.position() < recover;
        // RFC 6582 §3.2 step 2: not again for a loss of the same window
        boolean third = !recovering && duplicates.count() == Rack.DUP_THRESH && ack.position() > recover;
        if (partial || third) {
            firstInFlight().filter(first -> !first.isRetransmitted()).ifPresent(this::lose);
        }
        return losses;
    }

    /** Nothing of what is in flight was kept. */
    void loseFlight() {
        duplicates.clear();
        scoreboard.loseFlight();
    }

    /** Nothing of what is in flight in longer segments was. */
    void loseLongerThan(int bytes) {
        duplicates.clear();
        scoreboard.loseLongerThan(bytes);
    }

    /**
     * The retransmission timer has expired. Returns what was found lost by that: where the peer does not tell what it holds, all that is
     * in flight is deemed lost, and nothing was found.
     *
     * @param again whether it has for the same data before
     */
    Losses onTimeout(long now, boolean again, long smoothedRttNs) {
        losses.clear();
        if (scoreboard.isSackPermitted()) {
            loseAtTimeout(now, again, smoothedRttNs);
        } else {
            loseFlight();
        }
        return losses;
    }

    // RFC 8985 §6.3: RACK_mark_losses_on_RTO(). RFC 2018 §8 would have the SACKed forgotten at the first timeout; as
    // RFC 6675 §5.1 we wait for better evidence: a second one.
    private void loseAtTimeout(long now, boolean again, long smoothedRttNs) {
        if (again) {
            scoreboard.forgetSacked();
        }
        firstInFlight().ifPresent(this::lose);
        long window = rack.reorderingWindowNs(true, scoreboard.sackedSegments(), smoothedRttNs, now);
        Optional<Transmission> next = scoreboard.sentFirst();
        while (next.isPresent() && now >= rack.lostAt(next.get(), window)) {
            lose(next.get());
            next = scoreboard.sentFirst();
        }
    }

    /** The segment that stands first, without those that have left with it: that one alone is known to be missing. */
    private Optional<Transmission> firstInFlight() {
        return scoreboard
                .head()
                .filter(head -> head.fate == Transmission.Fate.IN_FLIGHT)
                .map(head -> scoreboard.cut(head, head.segmentBytes));
    }

    private void lose(Transmission sent) {
        scoreboard.lose(sent);
        losses.add(sent);
    }

    @Override
    public void keep(Ledger ledger) {
        rack.keep(ledger);
        duplicates.keep(ledger);
    }
}
