package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What a node does when there is more than it has room for. */
class NodeUnderLoadTest {
    private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    private TwoNodes net = new TwoNodes();

    private Tcb connectFrom(int port) throws OpenFailed, CallRefused {
        Tcb caller = net.block();
        net.client.activeOpen(caller, FourTuple.to(SERVER, 7).withLocalPort(port), net.now);
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
        int most = 1000;
        net = new TwoNodes(new Node.Limits(most, 10));
        for (int i = 0; i < 10; i++) {
            restOnTheServer(5000 + i);
        }
        Backlog backlog = net.server.listen(TwoNodes.port(7), most, net::block);
        for (int port = 10_000; port < 10_000 + most; port++) {
            connectFrom(port);
        }
        assertThat(backlog.acceptable()).isEqualTo(most);
        assertThat(net.server.connections()).isEqualTo(most + 10);
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

    /** A request from an address that nobody has, so that nobody answers what it is answered. */
    private void forgedRequest(int number) {
        IpAddress from = new Ipv4Address(0xc0000264 + number / 50_000); // 192.0.2.100 and on
        TcpSegment syn = new TcpSegment(
                1 + number % 50_000, 7, number, 0, TcpFlags.SYN, 1000, 0, TcpOptions.Handshake.NONE, Payload.EMPTY);
        net.server.onPacket(0, TwoNodes.packet(from, SERVER, syn), net.now);
        net.toClient.clear();
    }

    @Test
    void servesAnHonestCallerThroughAFloodOfForgedRequests() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 1, net::block);
        for (int i = 0; i < 100_000; i++) {
            forgedRequest(i);
        }
        assertThat(backlog.halfOpen()).isEqualTo(Backlog.MAX_HALF_OPEN);
        assertThat(net.server.connections()).isEqualTo(Backlog.MAX_HALF_OPEN);
        assertThat(net.server.deadlines()).isEqualTo(Backlog.MAX_HALF_OPEN);
        assertThat(net.drops.snapshot())
                .isEqualTo(Map.of(DropReason.HANDSHAKE_EVICTED, 100_000L - Backlog.MAX_HALF_OPEN));
        assertThat(connectFrom(5000).state()).isEqualTo(State.ESTABLISHED);
        assertThat(backlog.accept()).isPresent();
    }

    @Test
    void tellsTheSenderOfAnEvictedRequestNothing() throws OpenFailed {
        net.server.listen(TwoNodes.port(7), 1, net::block);
        for (int i = 0; i < Backlog.MAX_HALF_OPEN; i++) {
            forgedRequest(i);
        }
        assertThat(net.toClient).isEmpty();
        TcpSegment syn = new TcpSegment(9, 7, 9, 0, TcpFlags.SYN, 1000, 0, TcpOptions.Handshake.NONE, Payload.EMPTY);
        net.server.onPacket(0, TwoNodes.packet(IpAddress.parse("192.0.2.9"), SERVER, syn), net.now);
        assertThat(net.toClient).hasSize(1); // the SYN,ACK of the new one
    }

    @Test
    void holdsAsManyHandshakesAsMayWaitToBeAccepted() throws OpenFailed {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 3000, net::block);
        for (int i = 0; i < 3001; i++) {
            forgedRequest(i);
        }
        assertThat(backlog.halfOpen()).isEqualTo(3000);
    }

    @Test
    void givesUpAHandshakeAfterThreeRetransmissionsWithoutAnyUserTimeout() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 1, () -> {
            Tcb tcb = net.block();
            tcb.setUserTimeout(0, false);
            return tcb;
        });
        forgedRequest(1);
        int answers = 1;
        for (long at = net.server.nextDeadline(); at != Long.MAX_VALUE; at = net.server.nextDeadline()) {
            net.server.onTimer(at);
            answers += net.toClient.size();
            net.toClient.clear();
        }
        assertThat(answers).isEqualTo(4);
        assertThat(backlog.halfOpen() + net.server.connections() + net.server.deadlines())
                .isZero();
    }

    @Test
    void establishesNoMoreConnectionsThanMayWaitAndMakesUpForItLater() throws OpenFailed, CallRefused {
        Backlog backlog = net.server.listen(TwoNodes.port(7), 1, net::block);
        Tcb first = net.block();
        Tcb second = net.block();
        net.client.activeOpen(first, FourTuple.to(SERVER, 7).withLocalPort(5000), net.now);
        net.client.activeOpen(second, FourTuple.to(SERVER, 7).withLocalPort(5001), net.now);
        net.server.onPacket(0, net.toServer.remove(), net.now);
        net.server.onPacket(0, net.toServer.remove(), net.now);
        net.settle();
        assertThat(backlog.acceptable()).isEqualTo(1);
        assertThat(backlog.halfOpen()).isEqualTo(1);
        assertThat(net.drops.snapshot()).containsEntry(DropReason.BACKLOG_FULL, 1L);
        assertThat(backlog.accept()).isPresent();
        net.pass(2000 * TwoNodes.MS);
        assertThat(backlog.acceptable()).isEqualTo(1);
    }
}
