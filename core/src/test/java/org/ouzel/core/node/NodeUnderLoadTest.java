package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IpAddress;

/** What a node does when there is more than it has room for. */
class NodeUnderLoadTest {
    private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    private final TwoNodes net = new TwoNodes();

    private Tcb connectFrom(int port) throws OpenFailed, CallRefused {
        Tcb caller = net.block();
        net.client.activeOpen(caller, Optional.empty(), port, SERVER, 7, net.now);
        net.settle();
        return caller;
    }

    /** A connection of the client's at this port that the server has closed first, so that it rests there. */
    private Tcb restOnTheServer(int port) throws OpenFailed, CallRefused {
        Tcb taker = net.listen(7);
        Tcb caller = connectFrom(port);
        taker.close(net.now);
        net.server.settle(taker, net.now);
        net.settle();
        caller.close(net.now);
        net.client.settle(caller, net.now);
        net.settle();
        assertThat(taker.state()).isEqualTo(State.TIME_WAIT);
        return taker;
    }

    @Test
    void letsAFourTupleRestOnWhenTheRequestForItIsNotTaken() throws OpenFailed, CallRefused {
        Tcb resting = restOnTheServer(5000);
        net.server.listen(TwoNodes.port(7), 1, net::block);
        connectFrom(5001);
        net.pass(10 * TwoNodes.MS);
        assertThat(connectFrom(5000).state()).isEqualTo(State.SYN_SENT);
        assertThat(net.drops.snapshot()).containsEntry(DropReason.BACKLOG_FULL, 1L);
        assertThat(resting.state()).isEqualTo(State.TIME_WAIT);
    }

    @Test
    void givesNoPlaceOfALiveConnectionToOneThatRests() throws OpenFailed, CallRefused {
        for (int i = 0; i < 10; i++) {
            restOnTheServer(5000 + i);
        }
        Backlog backlog = net.server.listen(TwoNodes.port(7), Node.MAX_CONNECTIONS, net::block);
        for (int port = 10_000; port < 10_000 + Node.MAX_CONNECTIONS; port++) {
            connectFrom(port);
        }
        assertThat(backlog.acceptable()).isEqualTo(Node.MAX_CONNECTIONS);
        assertThat(net.server.connections()).isEqualTo(Node.MAX_CONNECTIONS + 10);
        assertThat(net.drops.snapshot()).isEmpty();
    }

    @Test
    void takesTheFirstPassiveOpenThatFitsWhereverItStands() throws OpenFailed, CallRefused {
        FourTuple others = new FourTuple(IpAddress.parse("::"), 7, IpAddress.parse("192.0.2.99"), 0);
        for (int i = 0; i < 5000; i++) {
            net.server.passiveOpen(net.block(), others, Long.MAX_VALUE, net.now);
        }
        Tcb taker = net.listen(7);
        net.listen(7);
        Tcb caller = connectFrom(5000);
        assertThat(taker.state()).isEqualTo(State.ESTABLISHED);
        assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
        assertThat(net.drops.snapshot()).isEqualTo(Map.of());
    }
}
