package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

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
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;

/** What a stream is ready for, as the wire changes it, and being told of it. */
@Timeout(60)
class ReadinessWireTest {
    private final RawPeer peer = new RawPeer();
    private final BlockingQueue<Set<Readiness>> told = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
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
