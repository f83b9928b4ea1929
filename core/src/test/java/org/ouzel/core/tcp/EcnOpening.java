package org.ouzel.core.tcp;

import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.Relative.synAck;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSED;
import static org.ouzel.core.tcp.StateFixture.Place.LISTEN;

import org.ouzel.core.tcp.StateFixture.Start;
import org.ouzel.core.wire.TcpFlags;

/**
 * How connections open that take ECN of one kind or the other: what the three segments of the handshake say of it.
 *
 * @param policy what our end wants
 */
record EcnOpening(EcnPolicy policy, TcpFlags request, TcpFlags answer, TcpFlags confirmation) {
    private TcpSettings settings() {
        return Pair.SETTINGS.with(policy);
    }

    StateFixture closed(Start start) {
        return new StateFixture(CLOSED, start, settings());
    }

    StateFixture listening(Start start) {
        return new StateFixture(LISTEN, start, settings());
    }

    /** A passive open that was asked, and has agreed. */
    StateFixture agreed(Start start) {
        StateFixture tcp = listening(start);
        tcp.arrives(syn().with(request));
        tcp.sent(synAck().acking(1).with(answer));
        tcp.advance(1, 1);
        tcp.arrives(ack().with(confirmation));
        tcp.isIn(State.ESTABLISHED);
        tcp.sentNothing();
        return tcp;
    }

    /** An active open that has asked. */
    StateFixture asking(Start start) throws CallRefused {
        StateFixture tcp = closed(start);
        tcp.openActively();
        tcp.sent(syn().with(request));
        tcp.advance(0, 1);
        return tcp;
    }
}
