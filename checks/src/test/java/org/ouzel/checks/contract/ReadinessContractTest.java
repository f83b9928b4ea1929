package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.ActiveOpen;
import org.ouzel.Readiness;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.HostPair;

/** What a stream is ready for, and being told of it. */
@OnEveryEngine
class ReadinessContractTest {
    private final HostPair hosts;
    private final BlockingQueue<Set<Readiness>> told = new LinkedBlockingQueue<>();

    ReadinessContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    private Set<Readiness> next(Predicate<Set<Readiness>> wanted) throws InterruptedException {
        while (true) {
            Set<Readiness> ready = told.poll(20, TimeUnit.SECONDS);
            assertThat(ready).as("readiness").isNotNull();
            if (wanted.test(ready)) {
                return ready;
            }
        }
    }

    @Test
    void tellsReadinessWhenItChanges() throws Exception {
        TcpStream client = hosts.client().newStream();
        TcpStream server = hosts.server().newStream();
        client.startActiveOpen(ActiveOpen.to(hosts.at(HostPair.listen(server))));
        client.awaitOpen();
        assertThat(client.readiness()).containsExactlyInAnyOrder(Readiness.OPEN_DONE, Readiness.SEND);
        client.onReadiness(told::add);
        assertThat(told.poll(20, TimeUnit.SECONDS)).containsExactlyInAnyOrder(Readiness.OPEN_DONE, Readiness.SEND);
        server.awaitOpen();
        server.send(bytes("x"), SendFlag.PUSH);
        assertThat(told.poll(20, TimeUnit.SECONDS)).contains(Readiness.RECEIVE);
        assertThat(client.tryReceive(ByteBuffer.allocate(10)).data().remaining())
                .isEqualTo(1);
        assertThat(told.poll(20, TimeUnit.SECONDS)).doesNotContain(Readiness.RECEIVE);
        client.startClose();
        next(ready -> ready.contains(Readiness.CLOSE_DONE));
        server.close();
        next(ready -> ready.contains(Readiness.RECEIVE));
        assertThat(client.tryReceive(ByteBuffer.allocate(1)).isEnd()).isTrue();
    }

    @Test
    void tellsThatThereIsRoomAgainAfterANonBlockingSendFilledTheBuffer() throws Exception {
        HostPair.Streams streams = hosts.connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        TcpStream client = streams.client();
        client.onReadiness(told::add);
        next(ready -> ready.contains(Readiness.SEND));
        for (int round = 0; round < 3; round++) {
            HostPair.clog(client);
            assertThat(client.readiness()).doesNotContain(Readiness.SEND);
            told.clear();
            while (client.status().sequence().unacknowledgedBytes() > 0) {
                streams.server().tryReceive(ByteBuffer.allocate(1000));
            }
            next(ready -> ready.contains(Readiness.SEND));
        }
    }

    @Test
    void isReadyForTheCallsThatWouldThrow() throws Exception {
        TcpStream stream = hosts.client().newStream();
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.SEND, Readiness.RECEIVE);
        assertThatThrownBy(() -> stream.trySend(bytes("x"))).isInstanceOf(TcpCallException.class);
        assertThatThrownBy(() -> stream.tryReceive(ByteBuffer.allocate(1))).isInstanceOf(TcpCallException.class);
        stream.passiveOpen(0);
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.SEND, Readiness.RECEIVE);
        assertThatThrownBy(() -> stream.trySend(bytes("x"))).isInstanceOf(TcpCallException.class);
        assertThatThrownBy(() -> stream.tryReceive(ByteBuffer.allocate(1))).isInstanceOf(TcpCallException.class);
        stream.abort();
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.values());
    }
}
