package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What a node does that is one of several with the same addresses, and what it tells whoever knows which connections are its own. */
class TerritoryTest {
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
    private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

    private final Land clients = new Land();
    private final Land servers = new Land();
    private final TwoNodes net = new TwoNodes(clients, servers);

    private static FourTuple atServer(Tcb caller) {
        return new FourTuple(SERVER, 7, CLIENT, portOf(caller));
    }

    private static int portOf(Tcb tcb) {
        return tcb.lastTuple().orElseThrow().localPort();
    }

    @Nested
    class Picking {
        @Test
        void takesEphemeralPortsThatItHolds() throws OpenFailed, CallRefused {
            clients.holds = name -> name.localPort() % 16 == 3;
            net.server.listen(TwoNodes.port(7), 100, net::block);
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Tcb caller = net.connect("192.0.2.2", 7);
                assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
                ports.add(portOf(caller));
            }
            assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port % 16 == 3);
        }

        @Test
        void refusesANamedPortThatItDoesNotHold() throws OpenFailed, CallRefused {
            FourTuple to = FourTuple.to(SERVER, 7);
            clients.holds = name -> !name.equals(new FourTuple(CLIENT, 5000, SERVER, 7));
            assertThatThrownBy(() -> net.client.activeOpen(net.block(), to.withLocalPort(5000), net.now))
                    .hasMessage("ADDRESS_IN_USE");
            assertThat(net.client.connections()).isZero();
            net.client.activeOpen(net.block(), to.withLocalPort(5001), net.now);
            assertThat(net.client.connections()).isOne();
        }

        @Test
        void picksPortsToWaitOnThatAreItsOwn() throws OpenFailed, CallRefused {
            servers.picks = port -> port % 16 == 3;
            for (int i = 0; i < 50; i++) {
                Backlog backlog = net.server.listen(TwoNodes.port(0), 1, net::block);
                assertThat(backlog.local().localPort() % 16).isEqualTo(3);
                FourTuple on = net.server.passiveOpen(net.block(), TwoNodes.port(0), Long.MAX_VALUE, net.now);
                assertThat(on.localPort() % 16).isEqualTo(3);
            }
            servers.picks = port -> false;
            assertThatThrownBy(() -> net.server.listen(TwoNodes.port(0), 1, net::block))
                    .hasMessage("INSUFFICIENT_RESOURCES");
        }
    }

    @Nested
    class RequestForAnother {
        @Test
        void isNotTakenAndHasNoAnswer() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            servers.holds = name -> false;
            Tcb caller = net.connect("192.0.2.2", 7);
            assertThat(caller.state()).isEqualTo(State.SYN_SENT);
            assertThat(taker.state()).isEqualTo(State.LISTEN);
            assertThat(net.drops.snapshot())
                    .containsEntry(DropReason.OF_ANOTHER_NODE, 1L)
                    .hasSize(1);
            servers.holds = name -> true;
            net.pass(2000 * TwoNodes.MS); // It comes again.
            assertThat(caller.state()).isEqualTo(State.ESTABLISHED);
            assertThat(taker.state()).isEqualTo(State.ESTABLISHED);
        }

        @Test
        void isNotResetWhereNobodyWaits() throws OpenFailed, CallRefused {
            servers.holds = name -> false;
            Tcb caller = net.connect("192.0.2.2", 7);
            assertThat(caller.state()).isEqualTo(State.SYN_SENT);
            assertThat(net.drops.snapshot())
                    .containsEntry(DropReason.OF_ANOTHER_NODE, 1L)
                    .hasSize(1);
        }
    }

    @Nested
    class Waiting {
        private final FourTuple filter = TwoNodes.port(7);

        private void assertTold(String... expected) {
            assertThat(servers.told).containsExactly(expected);
        }

        /** Brings a request to the server, and nothing back: the server's answer to it. */
        private TcpSegment request() throws OpenFailed, CallRefused, MalformedPacket {
            net.client.activeOpen(net.block(), FourTuple.to(SERVER, 7).withLocalPort(5000), net.now);
            net.server.onPacket(0, net.toServer.remove(), net.now);
            var answer = net.toClient.remove();
            int headerLength = IpHeader.parse(answer).headerLength();
            return TcpSegment.parse(answer.asSlice(headerLength), SERVER, CLIENT);
        }

        private void reset(TcpSegment answered) {
            TcpSegment reset = new TcpSegment(
                    5000, 7, answered.ack(), 0, TcpFlags.RST, 0, 0, TcpOptions.Transfer.NONE, Payload.EMPTY);
            net.server.onPacket(0, TwoNodes.packet(CLIENT, SERVER, reset), net.now);
        }

        @Test
        void isToldOfEachOpenOnceAndOfBacklogsNever() throws OpenFailed, CallRefused {
            Tcb first = net.listen(7);
            net.server.settle(first, net.now);
            net.listen(7);
            Backlog backlog = net.server.listen(TwoNodes.port(8), 1, net::block);
            net.server.unlisten(backlog, net.now);
            assertTold(Land.waiting(filter), Land.waiting(filter));
        }

        @Test
        void endsWithTheRequestThatIsTaken() throws OpenFailed, CallRefused, MalformedPacket {
            Tcb taker = net.listen(7);
            request();
            assertThat(taker.state()).isEqualTo(State.SYN_RECEIVED);
            assertTold(Land.waiting(filter), Land.noLonger(filter));
        }

        @Test
        void isNotEndedAgainByTheHandshakesEnd() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            net.connect("192.0.2.2", 7);
            assertThat(taker.state()).isEqualTo(State.ESTABLISHED);
            assertTold(Land.waiting(filter), Land.noLonger(filter));
        }

        @Test
        void beginsAgainWithAResetInSynReceived() throws OpenFailed, CallRefused, MalformedPacket {
            Tcb taker = net.listen(7);
            FourTuple name = new FourTuple(SERVER, 7, CLIENT, 5000);
            TcpSegment answer = request();
            assertThat(net.server.isNamed(name)).isTrue();
            reset(answer);
            assertThat(taker.state()).isEqualTo(State.LISTEN);
            assertThat(net.server.isNamed(name)).isFalse();
            assertTold(Land.waiting(filter), Land.noLonger(filter), Land.free(name), Land.waiting(filter));
            net.server.abort(taker, net.now);
            assertThat(servers.told).hasSize(5).endsWith(Land.noLonger(filter));
        }

        @Test
        void endsWithAnAbort() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            net.server.abort(taker, net.now);
            net.server.settle(taker, net.now);
            assertTold(Land.waiting(filter), Land.noLonger(filter));
        }

        @Test
        void isNotEndedAgainByAnAbortInSynReceived() throws OpenFailed, CallRefused, MalformedPacket {
            Tcb taker = net.listen(7);
            request();
            net.server.abort(taker, net.now);
            assertTold(Land.waiting(filter), Land.noLonger(filter), Land.free(new FourTuple(SERVER, 7, CLIENT, 5000)));
        }

        @Test
        void endsWithATimeout() throws OpenFailed, CallRefused {
            net.server.passiveOpen(net.block(), filter, net.now + 100 * TwoNodes.MS, net.now);
            net.pass(99 * TwoNodes.MS);
            assertTold(Land.waiting(filter));
            net.pass(1000 * TwoNodes.MS);
            assertTold(Land.waiting(filter), Land.noLonger(filter));
        }

        @Test
        void isToldWithThePortThatWasPicked() throws OpenFailed, CallRefused {
            FourTuple on = net.server.passiveOpen(net.block(), TwoNodes.port(0), Long.MAX_VALUE, net.now);
            assertTold(Land.waiting(on));
        }
    }

    @Nested
    class Names {
        private final Tcb caller = net.block();

        private void call(int port) throws OpenFailed, CallRefused {
            net.client.activeOpen(caller, FourTuple.to(SERVER, 7).withLocalPort(port), net.now);
            net.settle();
        }

        private void closeFromTheServer(Tcb taker) {
            taker.close(net.now);
            net.server.settle(taker, net.now);
            net.settle();
            caller.close(net.now);
            net.client.settle(caller, net.now);
            net.settle();
            assertThat(taker.state()).isEqualTo(State.TIME_WAIT);
        }

        private List<String> freed() {
            return servers.told.stream().filter(each -> each.startsWith("free")).toList();
        }

        @Test
        void areFreeAfterTimeWaitAndNotBefore() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            call(5000);
            FourTuple name = atServer(caller);
            closeFromTheServer(taker);
            assertThat(net.server.isNamed(name)).isTrue();
            assertThat(freed()).isEmpty();
            net.pass(60_000 * TwoNodes.MS);
            assertThat(net.server.isNamed(name)).isFalse();
            assertThat(freed()).containsExactly(Land.free(name));
            assertThat(clients.told).containsExactly(Land.free(new FourTuple(CLIENT, 5000, SERVER, 7)));
        }

        @Test
        void areFreeOnceTheUserEndsTheirTimeWait() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            call(5000);
            closeFromTheServer(taker);
            net.server.abort(taker, net.now);
            net.server.settle(taker, net.now);
            assertThat(freed()).containsExactly(Land.free(atServer(caller)));
        }

        @Test
        void areFreeOnceAnotherTimeWaitNeedsTheRoom() throws OpenFailed, CallRefused {
            TwoNodes small = new TwoNodes(new Node.Limits(10, 1), clients, servers);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Tcb taker = small.listen(7);
                Tcb here = small.connect("192.0.2.2", 7);
                small.close(here, taker);
                expected.add(Land.free(here.lastTuple().orElseThrow()));
            }
            assertThat(clients.told).isEqualTo(expected.subList(0, 2));
        }

        @Test
        void areNotFreeWhereARequestTakesThemOver() throws OpenFailed, CallRefused {
            Tcb taker = net.listen(7);
            call(5000);
            closeFromTheServer(taker);
            Tcb next = net.listen(7);
            net.pass(10 * TwoNodes.MS);
            call(5000);
            assertThat(next.state()).isEqualTo(State.ESTABLISHED);
            assertThat(net.server.connections()).isOne();
            assertThat(net.server.deadlines()).isZero();
            assertThat(freed()).isEmpty();
            net.server.abort(next, net.now);
            assertThat(freed()).containsExactly(Land.free(atServer(caller)));
        }

        @Test
        void areFreeWithTheConnectionThatABacklogGivesUp() throws OpenFailed, CallRefused {
            Backlog backlog = net.server.listen(TwoNodes.port(7), 1, net::block);
            call(5000);
            net.server.unlisten(backlog, net.now);
            assertThat(servers.told).containsExactly(Land.free(atServer(caller)));
        }
    }
}
