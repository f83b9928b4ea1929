package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.Texts;
import org.ouzel.stack.trial.TwoHosts;

/** A fault while one packet or one timer is dealt with is passed over; the rest goes on. */
class FaultTest {
    /** A link that can be told to fail. */
    private static final class Failing implements Link {
        private final Link inner;
        private volatile boolean writesFail;
        private volatile boolean readsFail;

        Failing(Link inner) {
            this.inner = inner;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public LinkCapabilities capabilities() {
            return inner.capabilities();
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) throws IOException {
            boolean open = inner.read(into, timeoutNs);
            if (readsFail) {
                throw new IOException("the device is gone");
            }
            return open;
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
                throws IOException {
            if (writesFail) {
                throw new IllegalStateException("a fault of the link's");
            }
            return inner.write(headers, payload, segmentSize, checksumStart);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final MemoryLink.Wire wire = MemoryLink.wire(1500);
    private final Failing right = new Failing(wire.right());

    private static long counter(StackHost host, String name) {
        return host.counters().getOrDefault(name, -1L);
    }

    private static void assertCarries(HostPair.Streams streams) throws IOException {
        streams.client().send(Texts.bytes("abc"), SendFlag.PUSH);
        assertThat(Texts.receive(streams.server(), 3)).isEqualTo("abc");
    }

    private static void await(StackHost host, BooleanSupplier condition) {
        Eventually.holds(condition, () -> host.counters().toString());
    }

    @Test
    void aPacketThatCannotBeDealtWithEndsNoThread() throws IOException {
        try (TwoHosts hosts = new TwoHosts(wire.left(), right)) {
            HostPair.Streams streams = hosts.connect();
            right.writesFail = true;
            TcpStream client = streams.client();
            client.send(Texts.bytes("x"), SendFlag.PUSH);
            await(hosts.server(), () -> counter(hosts.server(), "faults") > 0);
            right.writesFail = false;
            HostPair.Streams others = hosts.connect();
            assertCarries(others);
        }
    }

    @Test
    void aTimerThatFailsAbortsItsConnectionAlone() throws IOException {
        try (TwoHosts hosts = new TwoHosts(wire.left(), right)) {
            HostPair.Streams failing = hosts.connect();
            HostPair.Streams others = hosts.connect();
            right.writesFail = true;
            assertThatThrownBy(() -> failing.server().send(Texts.bytes("x"), SendFlag.PUSH))
                    .isInstanceOf(IllegalStateException.class);
            await(hosts.server(), () -> failing.server().closeReason().isPresent());
            right.writesFail = false;
            assertThat(failing.server().closeReason()).contains(new CloseReason.LocalAbort());
            assertThat(counter(hosts.server(), "faults")).isPositive();
            assertCarries(others);
        }
    }

    @Test
    void aLinkThatCannotBeReadIsCounted() throws IOException {
        try (TwoHosts hosts = new TwoHosts(wire.left(), right)) {
            HostPair.Streams streams = hosts.connect();
            assertThat(counter(hosts.server(), "links.failed")).isZero();
            right.readsFail = true;
            streams.client().send(Texts.bytes("x"), SendFlag.PUSH);
            await(hosts.server(), () -> counter(hosts.server(), "links.failed") == 1);
            assertThat(counter(hosts.client(), "links.failed")).isZero();
            assertThat(streams.server().closeReason()).isEmpty();
        }
    }
}
