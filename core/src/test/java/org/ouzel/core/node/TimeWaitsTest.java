package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What a node keeps of connections in TIME-WAIT, and for how long. */
@Timeout(60)
class TimeWaitsTest {
    private static final long REST_NS = 60_000 * TwoNodes.MS;
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
    private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    private final TwoNodes net = new TwoNodes();
    private Backlog backlog;

    @BeforeEach
    void listen() throws OpenFailed {
        backlog = net.server.listen(TwoNodes.port(7), 10, net::block);
    }

    /** A connection that the client has closed first. */
    private Tcb rest() throws OpenFailed, CallRefused {
        Tcb caller = net.connect(SERVER.toString(), 7);
        net.close(caller, backlog.accept().orElseThrow());
        assertThat(caller.state()).isEqualTo(State.TIME_WAIT);
        return caller;
    }

    /** The server's FIN comes again. */
    private void repeatFin(Tcb at) {
        FourTuple name = at.tuple().orElseThrow();
        int beyond = at.status(net.now).sequence().rcvNxt();
        TcpSegment fin = new TcpSegment(
                7,
                name.localPort(),
                beyond - 1,
                0,
                TcpFlags.FIN.with(TcpFlags.ACK),
                1000,
                0,
                TcpOptions.Transfer.of(new TcpOptions.Timestamps(1, 1)),
                Payload.EMPTY);
        net.client.onPacket(0, TwoNodes.packet(SERVER, CLIENT, fin), net.now);
        net.settle();
    }

    @Test
    void tellTheBlockWhenTheyAreOver() throws OpenFailed, CallRefused {
        Tcb caller = rest();
        net.pass(REST_NS - 10 * TwoNodes.MS);
        assertThat(caller.state()).isEqualTo(State.TIME_WAIT);
        net.pass(20 * TwoNodes.MS);
        assertThat(caller.state()).isEqualTo(State.CLOSED);
        assertThat(net.client.connections() + net.client.deadlines()).isZero();
    }

    @Test
    void keepNothingOfTheBlock() throws OpenFailed, CallRefused {
        WeakReference<Tcb> gone = new WeakReference<>(rest());
        while (net.client.hasTouched()) {
            net.client.takeTouched();
        }
        while (gone.get() != null) {
            System.gc();
        }
        assertThat(net.client.connections()).isOne();
    }

    @Test
    void endBeforeTheirTimeWhenTheUserAborts() throws OpenFailed, CallRefused {
        Tcb caller = rest();
        caller.abort(net.now);
        net.client.settle(caller, net.now);
        assertThat(caller.state()).isEqualTo(State.CLOSED);
        assertThat(net.client.connections() + net.client.deadlines()).isZero();
    }

    @Test
    void restOnWhenTheirBlockIsOpenedAgain() throws OpenFailed, CallRefused {
        Tcb caller = rest();
        net.client.activeOpen(caller, FourTuple.to(SERVER, 7), net.now);
        net.settle();
        assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
        assertThat(net.client.states().values()).containsExactlyInAnyOrder(State.ESTABLISHED, State.TIME_WAIT);
        net.pass(REST_NS);
        assertThat(net.client.states().values()).containsExactly(State.ESTABLISHED);
    }

    // RFC 9293 §3.10.7.4: "Acknowledge it, and restart the 2 MSL timeout."
    @Test
    void beginAnewWithTheFinThatComesAgainAndEndBehindThoseThatCameMeanwhile() throws OpenFailed, CallRefused {
        Tcb first = rest();
        net.pass(1000 * TwoNodes.MS);
        Tcb second = rest();
        net.pass(REST_NS / 2);
        repeatFin(first);
        net.pass(REST_NS / 2);
        assertThat(second.state()).isEqualTo(State.CLOSED);
        assertThat(first.state()).isEqualTo(State.TIME_WAIT);
        net.pass(REST_NS / 2);
        assertThat(first.state()).isEqualTo(State.CLOSED);
        assertThat(net.client.connections() + net.client.deadlines()).isZero();
    }

    @Test
    void makeRoomInTheOrderInWhichTheyEnd() throws OpenFailed, CallRefused {
        TwoNodes small = new TwoNodes(new Node.Limits(1, 2));
        Backlog of = small.server.listen(TwoNodes.port(7), 1, small::block);
        Tcb[] callers = new Tcb[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = small.connect(SERVER.toString(), 7);
            small.close(callers[i], of.accept().orElseThrow());
        }
        assertThat(callers)
                .extracting(Tcb::state)
                .containsExactly(State.CLOSED, State.CLOSED, State.TIME_WAIT, State.TIME_WAIT);
        assertThat(small.client.connections()).isEqualTo(2);
    }

    @Test
    void wakeNobodyForEachOfMany() throws OpenFailed, CallRefused {
        for (int i = 0; i < 5; i++) {
            long began = net.now;
            rest();
            net.now = began + TwoNodes.MS / 10;
        }
        int calls = 0;
        for (long at = net.client.nextDeadline(); at != Long.MAX_VALUE; at = net.client.nextDeadline()) {
            net.client.onTimer(at);
            calls++;
        }
        assertThat(net.client.connections()).isZero();
        assertThat(calls).isEqualTo(2);
    }
}
