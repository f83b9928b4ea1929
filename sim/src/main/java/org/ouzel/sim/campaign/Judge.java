package org.ouzel.sim.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;

/** Holds what an end of a connection was told against what its witness has seen. */
final class Judge {
    private final World world;
    private final End self;
    private final End peer;
    private final Verdict verdict;

    Judge(World world, End self, End peer) {
        this.world = world;
        this.self = self;
        this.peer = peer;
        this.verdict = world.verdict();
    }

    // ---- What went well

    /** A send, a flush or a close has returned as if all was acknowledged. */
    void onAcknowledged(boolean fin) {
        long sent = self.out().accepted();
        self.track().ifPresent(track -> {
            verdict.require(
                    Property.CLOSE,
                    track.acknowledged() >= sent,
                    () -> "not all was acknowledged that is said to be: " + self);
            verdict.require(
                    Property.CLOSE, !fin || track.isFinAcknowledged(), () -> "the FIN was not acknowledged: " + self);
        });
    }

    /** The end was told. */
    void onEnd() {
        self.in().onEnd();
        self.track()
                .ifPresent(track -> verdict.require(
                        Property.END,
                        track.hasEnded() && self.in().read() == track.come(),
                        () -> "an end where there is none: " + self));
    }

    /** Both ways have come to their end. What is forged may be answered by resets, before the connection and behind it. */
    void onGraceful() {
        self.track()
                .ifPresent(track -> verdict.require(
                        Property.CLOSE,
                        world.isAttacked() || track.resetsOut() == 0,
                        () -> "a reset on a connection that went well: " + self));
        self.end(End.Outcome.GRACEFUL);
    }

    // ---- What failed

    /** An open has failed. */
    void onOpenFailed(TcpStream stream, IOException failure) {
        Optional<CloseReason> reason = stream.closeReason();
        verdict.require(
                Property.FAILURE,
                self.isGivenUp() || reason.filter(this::isJustified).isPresent(),
                () -> "no reason to fail to open, " + reason + " (" + failure + "): " + self);
        self.end(End.Outcome.FAILED);
    }

    /** The connection has failed under a call. */
    void onFailed(TcpStream stream, StreamEndedException failure) {
        if (!self.isGivenUp()) {
            verdict.require(
                    Property.FAILURE,
                    isJustified(failure.reason()),
                    () -> "no reason to fail, " + failure.reason() + ": " + self);
            self.track()
                    .ifPresent(track -> verdict.require(
                            Property.CLOSE,
                            failure.bytesAcknowledged() <= track.acknowledged(),
                            () -> failure.bytesAcknowledged() + " bytes are said to be acknowledged: " + self));
        }
        self.end(End.Outcome.FAILED);
        checkStays(stream, failure.reason());
    }

    private void checkStays(TcpStream stream, CloseReason reason) {
        verdict.require(
                Property.FAILURE,
                stream.closeReason().equals(Optional.of(reason)),
                () -> "failed for " + reason + ", and then for " + stream.closeReason() + ": " + self);
        try {
            stream.send(ByteBuffer.allocate(1));
            verdict.violated(Property.FAILURE, "can be sent on after " + reason + ": " + self);
        } catch (StreamEndedException again) {
            verdict.require(
                    Property.FAILURE,
                    again.reason().equals(reason),
                    () -> "failed for " + reason + ", and then for " + again.reason() + ": " + self);
        } catch (IOException other) {
            verdict.violated(Property.FAILURE, "failed for " + reason + ", and then " + other + ": " + self);
        }
    }

    private boolean isJustified(CloseReason reason) {
        return switch (reason) {
            case CloseReason.RemoteAbort reset ->
                self.track().map(Track::hasComeReset).orElse(true);
            case CloseReason.Refused refused ->
                self.track().map(Track::hasComeReset).orElse(true);
            case CloseReason.NetworkFailure failure ->
                self.track().map(Track::hasComeError).orElse(true);
            case CloseReason.UserTimeout timeout -> mayTimeOut();
            case CloseReason.KeepAliveTimeout timeout ->
                !self.options().times().keepAlive().isZero() && mayHaveLostThePeer();
            // The FIN-WAIT-2 time of a stream that is closed.
            case CloseReason.LocalAbort abort -> self.isClosed();
            case CloseReason.Graceful graceful -> false;
            case CloseReason.ProtocolError error -> false;
        };
    }

    private boolean mayTimeOut() {
        UserTimeout timeout = self.options().userTimeout();
        return !timeout.isNone() && timeout.action() == UserTimeout.Action.ABORT && mayHaveLostThePeer();
    }

    private boolean mayHaveLostThePeer() {
        return world.isForgetful()
                || peer.isLost()
                || world.mayHaveGivenUp(self.options().userTimeout().after());
    }

    // ---- What never ended

    /** The time has come at which everything must be over. */
    void onDeadline() {
        if (!self.isPending() || self.stream().isEmpty()) {
            return;
        }
        verdict.require(
                Property.LIVENESS,
                peer.isLost() || world.isForgetful(),
                () -> "has not come to its end: " + self + "; its peer: " + peer);
        self.giveUp();
    }
}
