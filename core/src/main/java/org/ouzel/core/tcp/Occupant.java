package org.ouzel.core.tcp;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpSegment;

/**
 * What a block has in it: the phase that its connection is in, with the halves that can be read after its end; or, while nothing happens
 * to it, a {@link Dormant} in the place of all that. Who asks for a part of it wakes it.
 */
final class Occupant {
    private final Environment environment;

    /** What it tells the user. */
    private final Signals signals;

    /** What the user chooses now. */
    private TcpSettings settings;

    /** Null while it is dormant. */
    private @Nullable Phase phase = Closed.NEVER_OPENED;

    /** Null while it is awake. */
    private @Nullable Dormant dormant;

    /** Of the connection there is, or of the last one; made anew when a dormant one wakes. */
    private @Nullable Session session;

    private @Nullable Sender sender;
    private @Nullable Receiver receiver;

    /** With nothing open. */
    Occupant(Environment environment, TcpSettings settings, Signals signals) {
        this.environment = environment;
        this.settings = settings;
        this.signals = signals;
    }

    TcpSettings settings() {
        return settings;
    }

    /** What the user chooses is something else. */
    void settings(TcpSettings changed) {
        wake();
        settings = changed;
        if (session != null) {
            session.settings(changed);
        }
    }

    // ---- Awake

    /** The phase that it is in. */
    Phase phase() {
        wake();
        if (phase instanceof TimeWait rest && rest.isOver()) {
            phase = Closed.GRACEFULLY;
        }
        return Objects.requireNonNull(phase);
    }

    /** It comes to another phase, or stays in the one it is in. */
    void become(Phase next) {
        if (next == phase) {
            return;
        }
        Phase before = phase;
        phase = next;
        switch (next) {
            case SynSent sent -> {
                session = sent.session();
                sender = sent.sender();
            }
            case Connection connection -> {
                Parts parts = connection.parts();
                session = parts.session();
                sender = parts.sender();
                receiver = parts.receiver();
            }
            case Closed closed -> {
                if (!(before instanceof Closed) && !(before instanceof TimeWait)) {
                    signals.add(Signal.ENDED);
                }
            }
            case Listener listener -> {}
            case TimeWait rest -> {}
        }
    }

    /** Whoever keeps the TIME-WAIT that it is in has it alone from now on; elsewhere it changes nothing. */
    void leaveTimeWaitBehind() {
        if (phase instanceof TimeWait) {
            phase = Closed.GRACEFULLY;
        }
    }

    /** Nothing is left of the last connection but how it ended. */
    void forget() {
        session = null;
        sender = null;
        receiver = null;
    }

    /** Gives back all buffers of what has come. One that is dormant has none. */
    void release() {
        if (receiver != null) {
            receiver.discard();
        }
    }

    /** The session of the connection there is, or of the last one; null if there was none. */
    @Nullable
    Session session() {
        wake();
        return session;
    }

    /** Its sending half; null before it is opened. */
    @Nullable
    Sender sender() {
        wake();
        return sender;
    }

    /** Its receiving half; null before it has begun. */
    @Nullable
    Receiver receiver() {
        wake();
        return receiver;
    }

    // ---- What happens to it

    void onSegment(TcpSegment segment, EcnCodepoint ecn, long now) {
        become(phase().onSegment(segment, ecn, now));
    }

    void onTimer(long now) {
        become(phase().onTimer(now));
    }

    /** Gives out what is to be sent. */
    void poll(long now, SegmentOutput out) {
        if (dormant != null) {
            return;
        }
        if (session != null) {
            session.pollReplies(out);
        }
        phase().poll(now, out);
    }

    // ---- Whether awake or not

    /** The phase that it is in; null while it is dormant. */
    @Nullable
    Phase phaseIfAwake() {
        return phase;
    }

    /** The sending half of one that is awake; null for any other. */
    @Nullable
    Sender senderIfAwake() {
        return sender;
    }

    State state() {
        return dormant != null ? dormant.state() : phase().state();
    }

    /** When it wants to be called. */
    long nextDeadline() {
        return dormant != null ? dormant.deadline() : phase().nextDeadline();
    }

    /** The name of the connection there is, or of the last one; empty if there was none. */
    Optional<FourTuple> lastTuple() {
        if (dormant != null) {
            return Optional.of(dormant.tuple());
        }
        return session == null ? Optional.empty() : Optional.of(session.tuple());
    }

    boolean isDormant() {
        return dormant != null;
    }

    /**
     * Becomes dormant if it is at rest.
     *
     * @param keeper who is to know when it wakes; null if nobody is
     */
    void doze(Tcb.@Nullable Keeper keeper) {
        if (phase instanceof Connection connection && connection.isAtRest()) {
            dormant = Dormant.of(connection, keeper);
            phase = null;
            forget();
        }
    }

    private void wake() {
        if (dormant != null) {
            Dormant before = dormant;
            dormant = null;
            become(before.wake(settings, environment, signals));
            Tcb.Keeper keeper = before.keeper();
            if (keeper != null) {
                keeper.onWoken();
            }
        }
    }
}
