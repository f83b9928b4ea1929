package org.ouzel.bench.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.SegmentOutput;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.SegmentDraft;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** What a segment costs the block that sends it, from the user's write to the acknowledgment. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
public class BlockSends {
    private static final long BETWEEN_SEGMENTS_NS = 1000;

    private final MemorySegment data = Arena.global().allocate(Machines.SEGMENT_BYTES);
    private final SegmentDraft draft = new SegmentDraft();
    private Established ends = new Established();
    private TcpSegment like = ends.lastOfServer();
    private int acknowledged;
    private int sent;
    private final SegmentOutput output = (tuple, settings, departing) -> sent++;

    /** How many segments are on their way. */
    @Param({"1", "100", "1000"})
    public int outstanding = 1;

    /** The benchmark's own. */
    public BlockSends() {}

    /** Opens the connection, and its window. */
    @Setup
    public void open() throws CallRefused {
        ends = new Established();
        like = ends.lastOfServer();
        draft.between(like.sourcePort(), like.destinationPort());
        sent = 0;
        acknowledged = 0;
        // A window that is not used does not grow.
        while (sent - acknowledged < outstanding) {
            int before = sent;
            send();
            if (sent == before && acknowledged < sent) {
                acknowledge();
            }
        }
    }

    /** One segment leaves, and the oldest is acknowledged. */
    @Benchmark
    public int segment() throws CallRefused {
        send();
        if (sent - acknowledged >= outstanding) {
            acknowledge();
        }
        return sent;
    }

    private void send() throws CallRefused {
        ends.now += BETWEEN_SEGMENTS_NS;
        ends.client.write(data, true, false, ends.now);
        ends.client.poll(ends.now, output);
    }

    private void acknowledge() {
        ends.now += BETWEEN_SEGMENTS_NS;
        acknowledged++;
        TcpSegment segment = draft.segment(
                like.seq() + 1,
                ends.lastOfClient().seq() + acknowledged * Machines.SEGMENT_BYTES,
                TcpFlags.ACK,
                like.window(),
                0,
                ends.lastOfClient().options(),
                Payload.EMPTY);
        ends.client.onSegment(segment, EcnCodepoint.NOT_ECT, ends.now);
        ends.client.poll(ends.now, output);
    }

    /** Sees that nothing went wrong meanwhile. */
    @TearDown
    public void check() {
        ends.requireNothingDropped();
    }
}
