package org.ouzel.core.tcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * A connection that nothing happens to, in little memory: of all its parts only what they know is kept, written down in a
 * {@link Ledger}. Woken, it is as it was.
 */
final class Dormant {
    private final FourTuple tuple;
    private final State state;
    private final long deadline;
    private final CongestionControl congestion;
    private final FastOpenExchange fastOpen;
    private final TcpSettings opened;
    private final TcpSettings begunWith;
    private final byte[] ledger;
    private final Tcb.@Nullable Keeper keeper;

    private Dormant(Connection connection, byte[] ledger, Tcb.@Nullable Keeper keeper) {
        Session session = connection.parts().session();
        this.tuple = session.tuple();
        this.state = connection.state();
        this.deadline = connection.nextDeadline();
        this.congestion = session.congestion();
        this.fastOpen = session.fastOpen();
        this.opened = session.opened();
        this.begunWith = connection.parts().begunWith();
        this.ledger = ledger;
        this.keeper = keeper;
    }

    /**
     * A connection that is {@linkplain Connection#isAtRest at rest}.
     *
     * @param keeper who is to know when it wakes; null if nobody is
     */
    static Dormant of(Connection connection, Tcb.@Nullable Keeper keeper) {
        Parts parts = connection.parts();
        Session session = parts.session();
        Ledger ledger = Ledger.blank();
        int _ = ledger.entry(session.linkMtu());
        int _ = ledger.entry(parts.sender().positions().sequence(0));
        int _ = ledger.entry(parts.receiver().positions().sequence(0));
        int _ = ledger.entry(parts.timestamps().offset());
        session.keep(ledger);
        Negotiated _ = parts.negotiated().kept(ledger);
        connection.keep(ledger);
        return new Dormant(connection, ledger.close(), keeper);
    }

    /**
     * The connection, as it was.
     *
     * @param settings what the user chooses now
     * @param signals where it tells what has changed
     */
    Connection wake(TcpSettings settings, Environment environment, Signals signals) {
        Ledger written = Ledger.of(ledger);
        int linkMtu = written.entry(0);
        int iss = written.entry(0);
        int irs = written.entry(0);
        int timestampOffset = written.entry(0);
        Session session = new Session(tuple, opened, environment, congestion, signals, fastOpen, linkMtu);
        session.keep(written);
        OwnEnd own = OwnEnd.of(session, iss, timestampOffset);
        session.settings(begunWith);
        Parts parts = Parts.of(own, Negotiated.NONE.kept(written), irs, 0);
        Connection connection = new Connection(parts, Optional.empty());
        session.settings(settings);
        parts.onSettings(settings);
        connection.keep(written);
        if (!written.isAtEnd()) {
            throw new AssertionError("a part has taken back less than it has written down");
        }
        return connection;
    }

    /** Who is to know when it wakes; null if nobody is. */
    Tcb.@Nullable Keeper keeper() {
        return keeper;
    }

    FourTuple tuple() {
        return tuple;
    }

    State state() {
        return state;
    }

    /** When it wants to be woken, {@link Deadline#NONE} for never. */
    long deadline() {
        return deadline;
    }
}
