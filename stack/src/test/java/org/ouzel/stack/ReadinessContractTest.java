package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.Texts.bytes;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.Readiness;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;

/** What a stream is ready for, and being told of it. */
@Timeout(60)
class ReadinessContractTest {
    private final TwoHosts hosts = TwoHosts.onAGoodWire();
    private final RawPeer peer = new RawPeer();
    private final BlockingQueue<Set<Readiness>> told = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        hosts.close();
        peer.close();
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
        TcpStream client = hosts.client.newStream();
        TcpStream server = hosts.server.newStream();
        server.passiveOpen(7);
        client.startActiveOpen(ActiveOpen.to(new InetSocketAddress(hosts.serverAddress(), 7)));
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
        TcpStream stream = peer.connect(StreamOptions.DEFAULT.withBuffers(1000, 1000));
        stream.onReadiness(told::add);
        next(ready -> ready.contains(Readiness.SEND));
        for (int round = 0; round < 3; round++) {
            assertThat(stream.trySend(ByteBuffer.allocate(2000))).isEqualTo(1000);
            assertThat(stream.trySend(ByteBuffer.allocate(1))).isZero();
            assertThat(stream.readiness()).doesNotContain(Readiness.SEND);
            next(ready -> !ready.contains(Readiness.SEND));
            for (int heard = 0;
                    heard < 1000;
                    heard += peer.nextText().segment().payload().length()) {
                peer.send(TcpFlags.ACK);
            }
            peer.send(TcpFlags.ACK);
            Eventually.holds(() -> stream.status().sequence().unacknowledgedBytes() == 0, () -> stream.status()
                    .toString());
            next(ready -> ready.contains(Readiness.SEND));
        }
    }

    @Test
    void isReadyForTheCallsThatWouldThrow() throws Exception {
        TcpStream stream = hosts.client.newStream();
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.SEND, Readiness.RECEIVE);
        assertThatThrownBy(() -> stream.trySend(bytes("x"))).isInstanceOf(TcpCallException.class);
        assertThatThrownBy(() -> stream.tryReceive(ByteBuffer.allocate(1))).isInstanceOf(TcpCallException.class);
        stream.passiveOpen(7);
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.SEND, Readiness.RECEIVE);
        assertThatThrownBy(() -> stream.trySend(bytes("x"))).isInstanceOf(TcpCallException.class);
        assertThatThrownBy(() -> stream.tryReceive(ByteBuffer.allocate(1))).isInstanceOf(TcpCallException.class);
        stream.abort();
        assertThat(stream.readiness()).containsExactlyInAnyOrder(Readiness.values());
    }

    @Test
    void isReadyForNothingWhileAnActiveOpenIsPendingButASend() throws Exception {
        TcpStream stream = peer.host.newStream();
        stream.onReadiness(told::add);
        stream.startActiveOpen(ActiveOpen.to(RawPeer.address()));
        assertThat(stream.readiness()).containsExactly(Readiness.SEND);
        assertThat(stream.trySend(bytes("early"))).isEqualTo(5);
        assertThat(stream.tryReceive(ByteBuffer.allocate(1)).isTimeout()).isTrue();
        peer.next();
        peer.send(TcpFlags.SYN_ACK);
        next(ready -> ready.equals(Set.of(Readiness.OPEN_DONE, Readiness.SEND)));
        assertThat(peer.nextText().text()).isEqualTo("early");
        peer.send(TcpFlags.RST);
        next(ready -> ready.equals(Set.of(Readiness.values())));
    }
}
