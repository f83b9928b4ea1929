package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.letters;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.around.Threads;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.Texts;
import org.ouzel.stack.trial.TwoHosts;

/** Hosts whose links have several queues, from which packets may come by any. */
@Timeout(60)
class QueuesTest {
    private static final int CONNECTIONS = 12;
    private static final int MOST_BYTES = 20_000;

    /** All orders of one to four queues. */
    static Stream<List<Integer>> orders() {
        return IntStream.rangeClosed(1, 4).boxed().flatMap(queues -> orders(List.of(), queues));
    }

    private static Stream<List<Integer>> orders(List<Integer> begun, int queues) {
        if (begun.size() == queues) {
            return Stream.of(begun);
        }
        return IntStream.range(0, queues)
                .filter(next -> !begun.contains(next))
                .boxed()
                .flatMap(next ->
                        orders(Stream.concat(begun.stream(), Stream.of(next)).toList(), queues));
    }

    @Nested
    class Data {
        private static void carry(TcpStream from, TcpStream to, String text) throws Exception {
            Call<Boolean> sending = Call.run(() -> from.sendAcknowledged(bytes(text), SendFlag.PUSH));
            assertThat(Texts.receive(to, text.length())).isEqualTo(text);
            sending.get();
        }

        /** Streams are anywhere, and half of them wait for the connection themselves. */
        @ParameterizedTest
        @MethodSource("org.ouzel.stack.QueuesTest#orders")
        void goesBothWaysWhereverItComesIn(List<Integer> order) throws Exception {
            long seed = System.nanoTime();
            System.out.println("seed " + seed);
            Random random = new Random(seed);
            try (TwoHosts hosts = TwoHosts.withQueues(order, random::nextInt, random::nextInt, TwoHosts.LIFETIME);
                    TcpListener listener = hosts.server().listen(new InetSocketAddress(0), CONNECTIONS)) {
                List<Call<Boolean>> calls = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    TcpStream waiting = hosts.server().newStream();
                    boolean accepts = i % 2 == 0;
                    int port = accepts ? listener.localAddress().getPort() : HostPair.listen(waiting);
                    InetAddress address = i % 3 == 0 ? hosts.serverIpv6Address() : hosts.serverAddress();
                    TcpStream client = hosts.client().newStream();
                    client.activeOpen(new InetSocketAddress(address, port));
                    TcpStream server = accepts ? listener.accept(HostPair.SOON) : waiting;
                    server.awaitOpen();
                    assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
                    String there = letters(1 + random.nextInt(MOST_BYTES));
                    String back = letters(1 + random.nextInt(MOST_BYTES));
                    calls.add(Call.run(() -> carry(client, server, there)));
                    calls.add(Call.run(() -> carry(server, client, back)));
                }
                for (Call<Boolean> call : calls) {
                    assertThat(call.get()).as("seed %d", seed).isTrue();
                }
                for (StackHost host : List.of(hosts.client(), hosts.server())) {
                    assertThat(host.counters())
                            .as("seed %d", seed)
                            .containsEntry("faults", 0L)
                            .containsEntry("packets.refused", 0L)
                            .doesNotContainKeys("drop.no_connection", "drop.of_another_node");
                }
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void ofAnErrorComesToTheConnectionThatItIsOf(int place) throws Exception {
            try (RawPeer peer = new RawPeer(3, host -> host.processor(() -> place))) {
                TcpStream stream = peer.host.newStream();
                Call<Boolean> opening = Call.run(() -> stream.activeOpen(RawPeer.address()));
                peer.icmp(3, 3, peer.next());
                assertThat(opening.failure()).isInstanceOf(NoRouteToHostException.class);
            }
        }
    }

    @Nested
    class TheHost {
        private final AtomicInteger place = new AtomicInteger();
        private final TwoHosts hosts = TwoHosts.withQueues(List.of(1, 2, 0), place::get, place::get, TwoHosts.LIFETIME);

        private List<HostPair.Streams> connectInAll() throws Exception {
            List<HostPair.Streams> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                place.set(i);
                all.add(hosts.connect());
            }
            return all;
        }

        @Test
        void countsWhatAllOfItsQueuesHave() throws Exception {
            try (hosts) {
                List<HostPair.Streams> all = connectInAll();
                for (HostPair.Streams streams : all) {
                    streams.client().sendAcknowledged(bytes("unread"));
                }
                assertThat(hosts.server().counters())
                        .containsEntry("connections", (long) CONNECTIONS)
                        .containsEntry("streams.open", (long) CONNECTIONS)
                        .containsEntry("pages.lent", (long) CONNECTIONS)
                        .containsEntry("links.failed", 0L);
                assertThat(hosts.client().counters()).containsEntry("connections", (long) CONNECTIONS);
                for (HostPair.Streams streams : all) {
                    streams.client().abort();
                    Eventually.ended(streams.server());
                    Texts.text(streams.server().receive());
                }
                hosts.awaitNothingHeld();
            }
        }

        @Test
        void countsWhatNobodyWantedOnAnyQueue() throws Exception {
            try (hosts) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    int port = i + 1;
                    assertThatThrownBy(() -> hosts.client().newStream().activeOpen(hosts.at(port)))
                            .hasMessage("connection refused");
                }
                assertThat(hosts.server().counters()).containsEntry("drop.no_connection", (long) CONNECTIONS);
            }
        }

        @Test
        void endsEverythingWhenItIsClosed() throws Exception {
            List<HostPair.Streams> all = connectInAll();
            List<Call<?>> calls = new ArrayList<>();
            for (HostPair.Streams streams : all) {
                calls.add(Call.of(streams.server()::receive).waits());
            }
            TcpListener listener = hosts.server().listen(new InetSocketAddress(0), 1);
            List<Call<TcpStream>> accepting = new ArrayList<>();
            List<TcpStream> waiting = new ArrayList<>();
            for (int queue = 0; queue < 3; queue++) {
                place.set(queue);
                accepting.add(Call.of(listener::accept).waits());
                waiting.add(hosts.server().newStream());
                HostPair.listen(waiting.getLast());
            }
            hosts.server().close();
            for (Call<?> call : calls) {
                call.endsWith(new CloseReason.LocalAbort());
            }
            for (Call<TcpStream> call : accepting) {
                assertThat(call.failure()).hasMessage("host closed");
            }
            for (HostPair.Streams streams : all) {
                Eventually.ended(streams.client());
                assertThat(streams.client().closeReason()).contains(new CloseReason.RemoteAbort());
            }
            for (int queue = 0; queue < 3; queue++) {
                place.set(queue);
                assertThat(waiting.get(queue).isOpenDone()).isTrue();
                assertThatThrownBy(hosts.server()::newStream).hasMessage("host closed");
            }
            assertThatThrownBy(() -> hosts.server().listen(new InetSocketAddress(0), 1))
                    .hasMessage("host closed");
            assertThat(hosts.server().counters())
                    .containsEntry("connections", 0L)
                    .containsEntry("streams.open", 0L);
            hosts.close();
        }

        @Test
        void takesAnyNumberForAProcessor() throws Exception {
            try (hosts) {
                for (int number : new int[] {Integer.MIN_VALUE, -1, Integer.MAX_VALUE}) {
                    place.set(number);
                    HostPair.Streams streams = hosts.connect();
                    streams.client().send(bytes("x"), SendFlag.PUSH);
                    assertThat(Texts.text(streams.server().receive())).isEqualTo("x");
                }
            }
        }
    }

    @Nested
    class TheBuilder {
        private static List<MemoryLink> queues(int count) {
            return Stream.generate(() -> MemoryLink.wire(1500).left())
                    .limit(count)
                    .toList();
        }

        private static void refuses(Call.Action action) {
            assertThatThrownBy(action::run).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void refusesALinkWithoutQueues() {
            refuses(() -> StackHost.builder().queues(List.of(), "198.18.0.1/24"));
        }

        @Test
        void refusesQueuesThatCannotDoTheSame() {
            List<MemoryLink> queues =
                    List.of(MemoryLink.wire(1500).left(), MemoryLink.wire(1400).left());
            refuses(() -> StackHost.builder().queues(queues, "198.18.0.1/24"));
        }

        @Test
        void refusesLinksWithDifferentNumbersOfQueues() {
            StackHost.Builder builder = StackHost.builder()
                    .queues(queues(2), "198.18.0.1/24")
                    .link(MemoryLink.wire(1500).left(), "198.18.1.1/24");
            refuses(builder::open);
            Threads surroundings = new Threads("test");
            refuses(() -> builder.open(surroundings));
        }

        @Test
        void refusesSeveralQueuesInSurroundingsOfOne() {
            StackHost.Builder builder = StackHost.builder().queues(queues(2), "198.18.0.1/24");
            Threads surroundings = new Threads("test");
            refuses(() -> builder.open(surroundings));
        }

        @Test
        void takesLinksWithAsManyQueuesEach() throws Exception {
            try (StackHost host = StackHost.builder()
                    .queues(queues(2), "198.18.0.1/24")
                    .queues(queues(2), "198.18.1.1/24")
                    .open()) {
                assertThat(host.addresses()).hasSize(2);
                assertThat(host.mtu(InetAddress.ofLiteral("198.18.1.1"))).isEqualTo(1500);
            }
        }
    }
}
