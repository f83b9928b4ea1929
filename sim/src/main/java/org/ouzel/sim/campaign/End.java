package org.ouzel.sim.campaign;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;

/** One end of a connection: what is sent and read there, and what has become of it. */
final class End {
    private final String name;
    private final StreamOptions options;
    private final Flow out;
    private final Flow in;
    private Outcome outcome = Outcome.PENDING;
    private @Nullable TcpStream stream;
    private @Nullable Track track;
    private boolean closed;
    private boolean crashed;
    private boolean givenUp;
    private boolean counted;
    private int terminated;

    /** How it went. */
    enum Outcome {
        /** It goes on, or never began. */
        PENDING,
        /** All was sent and received, and both sides closed. */
        GRACEFUL,
        /** Its program aborted it. */
        ABORTED,
        /** It failed, for a reason that was looked into. */
        FAILED,
        /** Its machine crashed. */
        CRASHED
    }

    End(String name, StreamOptions options, Flow out, Flow in) {
        this.name = name;
        this.options = options;
        this.out = out;
        this.in = in;
    }

    StreamOptions options() {
        return options;
    }

    Flow out() {
        return out;
    }

    Flow in() {
        return in;
    }

    /** A stream has been made for it: after a crash, which it did not know of yet, by the machine that is on again. */
    void on(TcpStream made) {
        stream = made;
        crashed = false;
        outcome = Outcome.PENDING;
    }

    /** Has the ends of its connection counted. */
    void countEnds(TcpStream of) {
        of.onEvent((from, event) -> terminated += event instanceof StreamEvent.Terminated ? 1 : 0);
        counted = true;
    }

    /** Whether it has been told once that its connection has ended; true if nobody has counted to the end. */
    boolean hasEndedOnce() {
        return !counted || crashed || terminated == 1;
    }

    Optional<TcpStream> stream() {
        return Optional.ofNullable(stream);
    }

    /** Its connection is known to the witness at its machine. */
    void watchedAs(Track of) {
        track = of;
        of.sends(out.content());
    }

    Optional<Track> track() {
        return Optional.ofNullable(track);
    }

    void setClosed() {
        closed = true;
    }

    /** Whether its program has closed it, or begun to. */
    boolean isClosed() {
        return closed;
    }

    /** It comes to nothing any more, and nothing is to be expected of it. */
    void giveUp() {
        givenUp = true;
        if (stream != null) {
            stream.abort();
        }
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Its machine has crashed. */
    void onCrash() {
        crashed = true;
        end(Outcome.CRASHED);
    }

    /** What has become of it; the first that is said holds. */
    void end(Outcome how) {
        if (outcome == Outcome.PENDING) {
            outcome = how;
        }
    }

    Outcome outcome() {
        return outcome;
    }

    boolean isPending() {
        return outcome == Outcome.PENDING;
    }

    /** Whether its TCP may be gone without the other side's knowing. */
    boolean isLost() {
        return outcome == Outcome.ABORTED || outcome == Outcome.FAILED || outcome == Outcome.CRASHED;
    }

    @Override
    public String toString() {
        return name + " " + outcome + (closed ? " closed" : "") + ", out " + out + ", in " + in
                + (track == null ? "" : "; " + track)
                + (stream == null || outcome == Outcome.CRASHED
                        ? ""
                        : "; " + stream.status().state());
    }
}
