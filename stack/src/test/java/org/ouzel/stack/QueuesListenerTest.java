package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** Listeners on a host with several queues: connections come in at all of them, and who accepts waits at one. */
@Timeout(60)
class QueuesListenerTest {
    private static final int QUEUES = 3;
    private static final int CALLERS = 24;

    /** The ports that a host picks are the upper half of all. */
    private static final int FIRST_PICKED = 1 << 15;

    /** Where the next who accepts waits, and the next stream of the server's is. */
    private final AtomicInteger place = new AtomicInteger();

    /** Callers go round all queues. */
    private final AtomicInteger callers = new AtomicInteger();

    private final TwoHosts hosts =
            TwoHosts.withQueues(List.of(2, 0, 1), callers::getAndIncrement, place::get, TwoHosts.LIFETIME);

    @AfterEach
    void end() {
        hosts.close();
    }

    private TcpListener listen(int port) throws IOException {
        return hosts.server().listen(new InetSocketAddress(port), CALLERS);
    }

    private TcpStream call(TcpListener listener) throws IOException {
        TcpStream client = hosts.client().newStream();
        client.activeOpen(hosts.at(listener.localAddress().getPort()));
        return client;
    }

    /** Has a connection of every queue wait to be accepted, if there is none. */
    private List<TcpStream> callers(TcpListener listener) throws IOException {
        List<TcpStream> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            all.add(call(listener));
            all.getLast().sendAcknowledged(bytes("here"), SendFlag.PUSH);
        }
        return all;
    }

    private Call<TcpStream> acceptAt(int queue, TcpListener listener) {
        place.set(queue);
        return Call.of(listener::accept).waits();
    }

    @Nested
    class APort {
        private TcpStream waitingAt(int queue, int port) throws IOException {
            place.set(queue);
            TcpStream stream = hosts.server().newStream();
            stream.passiveOpen(PassiveOpen.port(port));
            return stream;
        }

        private void isTaken(int port) {
            assertThatThrownBy(() -> listen(port)).isInstanceOf(BindException.class);
        }

        @Test
        void thatIsPickedIsOneListenersInAllQueues() throws Exception {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int port = listen(0).localAddress().getPort();
                ports.add(port);
                isTaken(port);
                int queue = i;
                assertThatThrownBy(() -> waitingAt(queue, port)).isInstanceOf(BindException.class);
            }
            assertThat(ports).doesNotHaveDuplicates();
        }

        /** Two in three ports of those that may be picked have somebody who waits there in another queue. */
        @Test
        void thatIsPickedIsFreeInAllQueues() throws Exception {
            Set<Integer> taken = new HashSet<>();
            for (int port = FIRST_PICKED; port < 1 << 16; port++) {
                if (port % QUEUES == 0 && port % 9 != 0) {
                    waitingAt(1 + port % 2, port);
                    taken.add(port);
                }
            }
            for (int i = 0; i < 20; i++) {
                TcpListener listener = listen(0);
                int port = listener.localAddress().getPort();
                assertThat(taken).doesNotContain(port);
                TcpStream client = call(listener);
                assertThat(listener.accept().remoteAddress()).isEqualTo(client.localAddress());
            }
            for (int port : taken.stream().limit(100).toList()) {
                place.set(0);
                hosts.server().newStream().passiveOpen(port); // which a listener that was left behind would not allow
            }
        }

        @Test
        void thatAStreamWaitsOnIsRefusedAndFreeAfterIt() throws Exception {
            int port = hosts.unusedPort();
            for (int queue = 0; queue < QUEUES; queue++) {
                TcpStream waiting = waitingAt(queue, port);
                isTaken(port);
                for (int other = 0; other < QUEUES; other++) {
                    waitingAt(other, port).abort(); // nothing of the listener is left there
                }
                waiting.abort();
                try (TcpListener listener = listen(port)) {
                    TcpStream client = call(listener);
                    assertThat(listener.accept().remoteAddress()).isEqualTo(client.localAddress());
                }
            }
        }

        @Test
        void isFreeInAllQueuesWhenItsListenerIsClosed() throws Exception {
            int port = hosts.unusedPort();
            for (int i = 0; i < 100; i++) {
                TcpListener listener = listen(port);
                assertThat(listener.localAddress().getPort()).isEqualTo(port);
                listener.close();
                waitingAt(i, port).abort();
            }
        }
    }

    @Nested
    class Accepting {
        @Test
        void takesFromWhereverAConnectionComes() throws Exception {
            try (TcpListener listener = listen(0)) {
                for (int i = 0; i < CALLERS; i++) {
                    Call<TcpStream> accepting = acceptAt(i / QUEUES, listener);
                    TcpStream client = call(listener);
                    assertThat(accepting.get().remoteAddress()).isEqualTo(client.localAddress());
                }
            }
        }

        @Test
        void findsWhatWaitsInAnyQueue() throws Exception {
            try (TcpListener listener = listen(0)) {
                for (int queue = 0; queue < QUEUES; queue++) {
                    place.set(queue);
                    Set<Optional<InetSocketAddress>> called = new HashSet<>();
                    callers(listener).forEach(client -> called.add(client.localAddress()));
                    Set<Optional<InetSocketAddress>> accepted = new HashSet<>();
                    for (int i = 0; i < CALLERS / 3; i++) {
                        accepted.add(listener.accept().remoteAddress());
                        accepted.add(listener.accept(HostPair.SOON).remoteAddress());
                        accepted.add(listener.tryAccept().orElseThrow().remoteAddress());
                    }
                    assertThat(accepted).isEqualTo(called);
                    assertThat(listener.tryAccept()).isEmpty();
                    assertThatThrownBy(() -> listener.accept(Duration.ofMillis(1)))
                            .isInstanceOf(SocketTimeoutException.class);
                    assertThatThrownBy(() -> listener.accept(Duration.ZERO)).isInstanceOf(SocketTimeoutException.class);
                }
            }
        }

        @Test
        void givesManyWhoWaitAtOneQueueOneEach() throws Exception {
            try (TcpListener listener = listen(0)) {
                for (int queue = 0; queue < QUEUES; queue++) {
                    List<Call<TcpStream>> accepting = new ArrayList<>();
                    for (int i = 0; i < CALLERS; i++) {
                        accepting.add(acceptAt(queue, listener));
                    }
                    callers(listener);
                    for (Call<TcpStream> call : accepting) {
                        assertThat(text(call.get().receive())).isEqualTo("here");
                    }
                }
            }
        }

        @Test
        void endsInTimeThoughOthersGetConnections() throws Exception {
            try (TcpListener listener = listen(0)) {
                Call<TcpStream> waiting = Call.of(() -> listener.accept(Duration.ofMillis(30)));
                Call<TcpStream> forEver = acceptAt(1, listener);
                assertThat(waiting.failure()).isInstanceOf(SocketTimeoutException.class);
                TcpStream client = call(listener);
                assertThat(forEver.get().remoteAddress()).isEqualTo(client.localAddress());
            }
        }

        @Test
        void thatIsInterruptedLeavesTheConnectionToOthers() throws Exception {
            try (TcpListener listener = listen(0)) {
                for (int i = 0; i < QUEUES * QUEUES; i++) {
                    Call<TcpStream> interrupted = acceptAt(i % QUEUES, listener);
                    Call<TcpStream> other = acceptAt(i / QUEUES, listener);
                    interrupted.interrupt();
                    assertThat(interrupted.failure()).isInstanceOf(InterruptedIOException.class);
                    assertThat(interrupted.leavesInterruptStatus()).isTrue();
                    TcpStream client = call(listener);
                    assertThat(other.get().remoteAddress()).isEqualTo(client.localAddress());
                }
            }
        }
    }

    @Nested
    class BeingTold {
        @Test
        void isOfEachConnectionOnceAndOfOneAtATime() throws Exception {
            try (TcpListener listener = listen(0)) {
                AtomicBoolean isTold = new AtomicBoolean();
                AtomicBoolean isToldTwiceAtOnce = new AtomicBoolean();
                AtomicInteger emptyHanded = new AtomicInteger();
                BlockingQueue<TcpStream> accepted = new LinkedBlockingQueue<>();
                callers(listener);
                listener.onAcceptable(() -> {
                    isToldTwiceAtOnce.compareAndSet(false, !isTold.compareAndSet(false, true));
                    try {
                        listener.tryAccept().ifPresentOrElse(accepted::add, emptyHanded::incrementAndGet);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                    for (int i = 0; i < 1000; i++) {
                        Thread.onSpinWait();
                    }
                    isTold.set(false);
                });
                List<Call<TcpStream>> calls = new ArrayList<>();
                for (int i = 0; i < 4 * CALLERS; i++) {
                    calls.add(Call.of(() -> call(listener)));
                }
                for (Call<TcpStream> call : calls) {
                    call.get();
                }
                for (int i = 0; i < 5 * CALLERS; i++) {
                    assertThat(accepted.poll(HostPair.SOON.toSeconds(), TimeUnit.SECONDS))
                            .isNotNull();
                }
                // It is told of one more than those behind which it would have been told of too many.
                call(listener);
                assertThat(accepted.poll(HostPair.SOON.toSeconds(), TimeUnit.SECONDS))
                        .isNotNull();
                assertThat(emptyHanded).hasValue(0);
                assertThat(isToldTwiceAtOnce).isFalse();
            }
        }

        @Test
        void ofThoseThatWaitComesAgainWithANewAction() throws Exception {
            try (TcpListener listener = listen(0)) {
                BlockingQueue<String> told = new LinkedBlockingQueue<>();
                callers(listener);
                for (String action : List.of("first", "second")) {
                    listener.onAcceptable(() -> told.add(action));
                    for (int i = 0; i < CALLERS; i++) {
                        assertThat(told.poll(HostPair.SOON.toSeconds(), TimeUnit.SECONDS))
                                .isEqualTo(action);
                    }
                }
                assertThat(told).isEmpty();
            }
        }
    }

    @Nested
    class Closing {
        @Test
        void resetsWhatWasNotAcceptedInAllQueues() throws Exception {
            TcpListener listener = listen(0);
            List<TcpStream> clients = callers(listener);
            TcpStream accepted = listener.accept();
            listener.close();
            for (TcpStream client : clients) {
                if (client.localAddress().equals(accepted.remoteAddress())) {
                    client.sendAcknowledged(bytes("alive"), SendFlag.PUSH);
                    client.abort();
                } else {
                    Eventually.ended(client);
                    assertThat(client.closeReason()).contains(new CloseReason.RemoteAbort());
                }
            }
            Eventually.ended(accepted);
            assertThat(text(accepted.receive())).isEqualTo("herealive");
            hosts.awaitNothingHeld();
        }

        @Test
        void endsAllWhoWaitInAnyQueue() throws Exception {
            TcpListener listener = listen(0);
            List<Call<TcpStream>> accepting = new ArrayList<>();
            for (int i = 0; i < 2 * QUEUES; i++) {
                accepting.add(acceptAt(i, listener));
            }
            listener.close();
            for (Call<TcpStream> call : accepting) {
                assertThat(call.failure()).hasMessage("listener is closed");
            }
            for (int queue = 0; queue < QUEUES; queue++) {
                place.set(queue);
                assertThatThrownBy(listener::accept).hasMessage("listener is closed");
                assertThatThrownBy(listener::tryAccept).hasMessage("listener is closed");
            }
            listener.close();
        }

        @Test
        void mayComeAtAnyTime() throws Exception {
            long seed = System.nanoTime();
            System.out.println("seed " + seed);
            Random random = new Random(seed);
            for (int round = 0; round < 100; round++) {
                TcpListener listener = listen(0);
                List<Call<TcpStream>> calls = new ArrayList<>();
                for (int i = 0; i < 2 * QUEUES; i++) {
                    place.set(random.nextInt());
                    calls.add(Call.of(listener::accept));
                    TcpStream client = hosts.client().newStream();
                    client.startActiveOpen(
                            ActiveOpen.to(hosts.at(listener.localAddress().getPort())));
                }
                listener.close();
                for (Call<TcpStream> call : calls) {
                    Eventually.holds(call::isDone, () -> "an accept of a closed listener does not end, seed " + seed);
                }
            }
        }
    }
}
