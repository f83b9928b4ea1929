package org.ouzel.cli.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.sim.net.WireSettings;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** A cable that follows the computer's clock, between links in memory. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ForwarderTest {
    private static final int PACKETS = 500;
    private static final int LAST = 1000;
    private static final int NUMBER_OFFSET = 20;
    private static final WireSettings LOSSY =
            WireSettings.IDEAL.withFaults(new WanPoint(3, 5).wire().faults().withReordering(0, Duration.ofMillis(1)));

    private static MemorySegment packet(int firstByte, int protocol, int number) {
        MemorySegment packet = MemorySegment.ofArray(new byte[40]);
        packet.set(ValueLayout.JAVA_BYTE, 0, (byte) firstByte);
        packet.set(ValueLayout.JAVA_BYTE, 9, (byte) protocol);
        packet.set(ValueLayout.JAVA_INT_UNALIGNED, NUMBER_OFFSET, number);
        return packet;
    }

    private static void send(Link link, int number) throws IOException {
        link.write(packet(0x45, 6, number), List.of());
    }

    /** Sends packets one way, and tells which arrive; one behind them that arrives tells that they are all through. */
    private static Set<Integer> arrived(Link from, Link to) throws IOException {
        for (int i = 0; i < PACKETS; i++) {
            send(from, i);
        }
        Set<Integer> arrived = new TreeSet<>();
        FrameBatch batch = FrameBatch.of(to.capabilities());
        for (int last = LAST; arrived.stream().noneMatch(number -> number >= LAST); last++) {
            send(from, last);
            to.read(batch, TimeUnit.MILLISECONDS.toNanos(100));
            for (int i = 0; i < batch.size(); i++) {
                arrived.add(batch.frame(i).get(ValueLayout.JAVA_INT_UNALIGNED, NUMBER_OFFSET));
            }
        }
        arrived.removeIf(number -> number >= LAST);
        return arrived;
    }

    private record Ways(Set<Integer> forth, Set<Integer> back) {}

    private static Ways run(WireSettings settings, long seed) throws IOException {
        MemoryLink.Wire a = MemoryLink.wire(1500);
        MemoryLink.Wire b = MemoryLink.wire(1500);
        Ports ports = new Ports(a.right(), b.right(), Optional.empty());
        try (Forwarder _ = Forwarder.start(ports, settings, seed, "test")) {
            return new Ways(arrived(a.left(), b.left()), arrived(b.left(), a.left()));
        }
    }

    @Test
    void carriesEverythingBothWaysWhereNothingIsLost() throws IOException {
        Set<Integer> all = new TreeSet<>(IntStream.range(0, PACKETS).boxed().toList());
        assertThat(run(WireSettings.IDEAL, 1)).isEqualTo(new Ways(all, all));
    }

    @Test
    void losesTheSamePacketsForTheSameSeed() throws IOException {
        Ways ways = run(LOSSY, 3);
        assertThat(ways).isEqualTo(run(LOSSY, 3)).isNotEqualTo(run(LOSSY, 4));
        assertThat(ways.forth()).hasSizeLessThan(PACKETS).isNotEqualTo(ways.back());
    }

    @Test
    void whatIsNoTcpOverIpv4TakesNoDraw() throws IOException {
        MemoryLink.Wire a = MemoryLink.wire(1500);
        MemoryLink.Wire b = MemoryLink.wire(1500);
        Ports ports = new Ports(a.right(), b.right(), Optional.empty());
        try (Forwarder _ = Forwarder.start(ports, LOSSY, 3, "test")) {
            for (int i = 0; i < PACKETS / 2; i++) {
                a.left().write(packet(0x60, 6, i), List.of());
                a.left().write(packet(0x45, 17, i), List.of());
            }
            assertThat(arrived(a.left(), b.left())).isEqualTo(run(LOSSY, 3).forth());
        }
    }
}
