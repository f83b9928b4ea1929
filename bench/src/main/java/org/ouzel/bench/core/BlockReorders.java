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

/**
 * What two segments cost the block that they come to, with holes before others in between: one that leaves a hole before it, and one
 * that fills the first of the holes. There are always the same number of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
public class BlockReorders {
    private static final long BETWEEN_SEGMENTS_NS = 1000;
    private static final int READ_BYTES = 1 << 16;
    private static final int BYTES = 100;

    private final MemorySegment into = Arena.global().allocate(READ_BYTES);
    private final Payload payload = Payload.of(Arena.global().allocate(BYTES));
    private final SegmentDraft draft = new SegmentDraft();
    private Established ends = new Established();
    private TcpSegment like = ends.lastOfClient();
    private int missing;
    private int beyond;
    private long acknowledgments;
    private final SegmentOutput output = (tuple, settings, departing) -> acknowledgments++;

    /** How many holes there are. */
    @Param({"1", "10", "100", "500"})
    public int depth = 1;

    /** The benchmark's own. */
    public BlockReorders() {}

    /** Opens the connection, and makes the holes. */
    @Setup
    public void open() {
        ends = new Established();
        like = ends.lastOfClient();
        draft.between(like.sourcePort(), like.destinationPort());
        missing = like.seq();
        beyond = missing + BYTES;
        for (int hole = 0; hole < depth; hole++) {
            arrive(beyond);
            beyond += 2 * BYTES;
        }
    }

    /** One segment that leaves a hole, and one that fills one. */
    @Benchmark
    public long outOfOrder() throws CallRefused {
        arrive(beyond);
        beyond += 2 * BYTES;
        arrive(missing);
        missing += 2 * BYTES;
        if (ends.server.unreadBytes() >= READ_BYTES) {
            ends.server.read(into, ends.now);
        }
        return acknowledgments;
    }

    private void arrive(int seq) {
        ends.now += BETWEEN_SEGMENTS_NS;
        TcpSegment segment = draft.segment(seq, like.ack(), TcpFlags.ACK, like.window(), 0, like.options(), payload);
        ends.server.onSegment(segment, EcnCodepoint.NOT_ECT, ends.now);
        ends.server.poll(ends.now, output);
    }

    /** Sees that nothing went wrong meanwhile. */
    @TearDown
    public void check() {
        ends.requireNothingDropped();
    }
}
