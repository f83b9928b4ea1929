package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** Listeners. */
@OnEveryEngine
class ListenerContractTest {
    private final HostPair hosts;

    ListenerContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private TcpListener listen(int backlog) throws Exception {
        return hosts.server().listen(new InetSocketAddress(0), backlog);
    }

    private TcpStream call(TcpListener listener) throws Exception {
        TcpStream client = hosts.client().newStream();
        client.activeOpen(hosts.at(listener.localAddress().getPort()));
        return client;
    }

    @Test
    void acceptsAnyNumberOfConnections() throws Exception {
        try (TcpListener listener = listen(100)) {
            List<Call<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String said = "client " + i;
                calls.add(Call.run(() -> {
                    TcpStream client = call(listener);
                    client.send(bytes(said), SendFlag.PUSH);
                    assertThat(text(client.receive())).isEqualTo(said);
                    client.close();
                    assertThat(client.receive().isEnd()).isTrue();
                }));
            }
            for (int i = 0; i < 100; i++) {
                TcpStream accepted = listener.accept(HostPair.SOON);
                calls.add(Call.run(() -> {
                    accepted.send(accepted.receive().data(), SendFlag.PUSH);
                    assertThat(accepted.receive().isEnd()).isTrue();
                    accepted.close();
                }));
            }
            for (Call<Boolean> call : calls) {
                call.get();
            }
            assertThat(listener.tryAccept()).isEmpty();
            assertThatThrownBy(() -> listener.accept(Duration.ofMillis(1))).isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> listener.accept(Duration.ofDays(-1))).isInstanceOf(SocketTimeoutException.class);
        }
        hosts.awaitNothingHeld();
    }

    @Test
    void givesStreamsThatAreOpenAndHaveTheOptions() throws Exception {
        UserTimeout timeout = UserTimeout.reportAfter(Duration.ofSeconds(7));
        StreamOptions options = StreamOptions.DEFAULT.withUserTimeout(timeout).withIpHeader(8, 9, true);
        try (TcpListener listener = hosts.server().listen(new InetSocketAddress(0), 1, options)) {
            TcpStream client = call(listener);
            TcpStream accepted = listener.accept();
            accepted.awaitOpen();
            assertThat(accepted.isOpenDone()).isTrue();
            assertThat(accepted.remoteAddress()).isEqualTo(client.localAddress());
            assertThat(accepted.localAddress()).isEqualTo(client.remoteAddress());
            assertThat(accepted.status().settings().userTimeout()).isEqualTo(timeout);
            assertThat(accepted.status().settings().typeOfService()).isEqualTo(8);
            assertThat(accepted.status().settings().timeToLive()).isEqualTo(9);
            accepted.abort();
            accepted.passiveOpen(0);
            assertThat(accepted.status().settings().userTimeout()).isEqualTo(timeout);
        }
    }

    @Test
    void dropsRequestsBeyondTheBacklogAndTakesThemWhenTheyComeAgain() throws Exception {
        try (TcpListener listener = listen(1)) {
            TcpStream first = call(listener);
            TcpStream second = hosts.client().newStream();
            Call<Boolean> open = Call.run(
                    () -> second.activeOpen(hosts.at(listener.localAddress().getPort())));
            Eventually.holds(() -> second.status().counters().segmentsRetransmitted() > 0, () -> second.status()
                    .toString());
            open.waits();
            assertThat(listener.accept().remoteAddress()).isEqualTo(first.localAddress());
            open.get();
            assertThat(second.localAddress()).isEqualTo(listener.accept().remoteAddress());
        }
    }

    @Test
    void givesAConnectionThatHasEndedBeforeItWasAccepted() throws Exception {
        try (TcpListener listener = listen(2)) {
            TcpStream client = call(listener);
            client.sendAcknowledged(bytes("last words"));
            client.abort();
            call(listener).close();
            TcpStream reset = listener.accept();
            assertThat(text(reset.receive())).isEqualTo("last words");
            Call.run(reset::receive).endsWith(new CloseReason.RemoteAbort());
            TcpStream closed = listener.accept();
            assertThat(closed.receive().isEnd()).isTrue();
            assertThat(closed.status().state()).isEqualTo(TcpState.CLOSE_WAIT);
            closed.close();
        }
        hosts.awaitNothingHeld();
    }

    // ---- Being told

    @Test
    void tellsOfEachConnectionAnActionThatAcceptsJustOne() throws Exception {
        try (TcpListener listener = listen(50)) {
            BlockingQueue<TcpStream> accepted = new LinkedBlockingQueue<>();
            for (int i = 0; i < 10; i++) {
                call(listener).sendAcknowledged(bytes("here"));
            }
            listener.onAcceptable(() -> {
                try {
                    listener.tryAccept().ifPresent(accepted::add);
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
            List<Call<TcpStream>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(Call.of(() -> call(listener)));
            }
            for (Call<TcpStream> call : calls) {
                call.get();
            }
            for (int i = 0; i < 50; i++) {
                assertThat(accepted.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void tellsOfAConnectionOnce() throws Exception {
        try (TcpListener listener = listen(2)) {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            listener.onAcceptable(() -> told.add("told"));
            TcpStream client = call(listener);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("told");
            client.sendAcknowledged(bytes("data"));
            client.sendAcknowledged(bytes("more"));
            call(listener);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("told");
            listener.accept();
            TcpStream second = listener.accept();
            listener.onAcceptable(() -> told.add("new"));
            second.abort();
            call(listener);
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("new");
            assertThat(told).isEmpty();
        }
    }

    // ---- Waiting and closing

    @Test
    void endsOnlyTheInterruptedAccept() throws Exception {
        try (TcpListener listener = listen(1)) {
            Call<TcpStream> first = Call.of(listener::accept).waits();
            Call<TcpStream> second =
                    Call.of(() -> listener.accept(HostPair.SOON)).waits();
            first.interrupt();
            assertThat(first.failure()).isInstanceOf(InterruptedIOException.class);
            assertThat(first.leavesInterruptStatus()).isTrue();
            TcpStream client = call(listener);
            assertThat(second.get().remoteAddress()).isEqualTo(client.localAddress());
        }
    }

    @Test
    void saysThatAPortIsInUseAndThatAListenerIsClosed() throws Exception {
        TcpListener listener = listen(1);
        int port = listener.localAddress().getPort();
        assertThatThrownBy(() -> hosts.server().listen(new InetSocketAddress(port), 1))
                .isInstanceOf(BindException.class)
                .hasMessageContaining(Integer.toString(port));
        assertThatThrownBy(() -> hosts.server().newStream().passiveOpen(port)).isInstanceOf(BindException.class);
        InetSocketAddress elsewhere = new InetSocketAddress(hosts.unreachableAddress(), 0);
        assertThatThrownBy(() -> hosts.server().listen(elsewhere, 1)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> hosts.server().listen(new InetSocketAddress(0), 0))
                .isInstanceOf(IllegalArgumentException.class);
        Call<TcpStream> first = Call.of(listener::accept).waits();
        Call<TcpStream> second = Call.of(() -> listener.accept(HostPair.SOON)).waits();
        listener.close();
        assertThat(first.failure()).hasMessage("listener is closed");
        assertThat(second.failure()).hasMessage("listener is closed");
        assertThatThrownBy(listener::accept).hasMessage("listener is closed");
        assertThatThrownBy(listener::tryAccept).hasMessage("listener is closed");
        listener.close();
        hosts.server().listen(new InetSocketAddress(port), 1).close();
    }

    @Test
    void resetsWhatWasNotAcceptedAndLeavesTheRest() throws Exception {
        TcpListener listener = listen(4);
        TcpStream first = call(listener);
        TcpStream accepted = listener.accept();
        TcpStream second = call(listener);
        second.sendAcknowledged(bytes("unread"));
        Call<Received> reset = Call.of(second::receive).waits();
        TcpStream third = call(listener);
        third.sendAcknowledged(bytes("unread"));
        third.abort();
        // What comes later has come: so has the reset.
        TcpStream fourth = call(listener);
        fourth.sendAcknowledged(bytes("unread"));
        listener.close();
        reset.endsWith(new CloseReason.RemoteAbort());
        Eventually.ended(fourth);
        assertThat(fourth.closeReason()).contains(new CloseReason.RemoteAbort());
        first.send(bytes("alive"), SendFlag.PUSH);
        assertThat(text(accepted.receive())).isEqualTo("alive");
        first.abort();
        accepted.abort();
        hosts.awaitNothingHeld();
    }

    @Test
    void refusesAnUnknownCongestionControl() {
        StreamOptions hope = StreamOptions.DEFAULT.withCongestionControl("hope");
        assertThatThrownBy(() -> hosts.client().newStream(hope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        hosts.client().congestionControls().iterator().next());
        assertThatThrownBy(() -> hosts.client().listen(new InetSocketAddress(0), 1, hope))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
