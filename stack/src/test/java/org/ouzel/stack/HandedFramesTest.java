package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** What a link hands on by itself, also while its host is closed and after. */
class HandedFramesTest {
    private static final IpAddress US = IpAddress.parse("198.18.0.2");
    private static final IpAddress HOST = IpAddress.parse("198.18.0.1");

    /** A link that hands on what it is told to, whether it is closed or not, and counts what is written to it. */
    private static final class Handing implements Link {
        private @Nullable Consumer<FrameBatch> taker;
        private int written;

        @Override
        public String name() {
            return "handing";
        }

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500, 1);
        }

        @Override
        public boolean handTo(Consumer<FrameBatch> to, Executor others) {
            taker = to;
            return true;
        }

        void hand(FrameBatch batch) {
            Objects.requireNonNull(taker).accept(batch);
        }

        @Override
        public boolean read(FrameBatch into, long timeoutNs) {
            throw new AssertionError("nobody is to read it");
        }

        @Override
        public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
            written++;
            return true;
        }

        @Override
        public void close() {}
    }

    /** An acknowledgment for nobody, which a host answers by a reset (RFC 9293 §3.10.7.1). */
    private static FrameBatch stray() {
        TcpSegment segment = new TcpSegment(1, 2, 3, 4, TcpFlags.ACK, 5, 0, TcpOptions.Transfer.NONE, Payload.EMPTY);
        IpHeader ip = IpHeader.of(US, HOST, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, segment.headerLength());
        FrameBatch batch = new FrameBatch(1, 1500);
        ip.write(batch.place());
        segment.writeHeader(batch.place().asSlice(ip.headerLength()), US, HOST);
        batch.add(ip.totalLength(), 0, false, System.nanoTime());
        return batch;
    }

    @Test
    void isAnsweredByAnOpenHostAndFindsAClosedOne() {
        Handing link = new Handing();
        StackHost host = StackHost.builder().link(link, HOST + "/24").open();
        link.hand(stray());
        assertThat(link.written).isEqualTo(1);
        host.close();
        link.hand(stray());
        assertThat(link.written).as("written by the closed host").isEqualTo(1);
        assertThat(host.counters()).containsEntry("faults", 0L).containsEntry("links.failed", 0L);
    }
}
