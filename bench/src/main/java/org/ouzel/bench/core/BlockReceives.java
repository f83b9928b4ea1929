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
 * What an in-order segment with data costs the block that it comes to, its acknowledgment included. With one byte of payload that is
 * all but the copy; what comes is read in large pieces.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
public class BlockReceives {
    private static final long BETWEEN_SEGMENTS_NS = 1000;
    private static final int READ_BYTES = 1 << 20;

    private final MemorySegment into = Arena.global().allocate(READ_BYTES);
    private final SegmentDraft draft = new SegmentDraft();
    private Established ends = new Established();
    private TcpSegment like = ends.lastOfClient();
    private Payload payload = Payload.EMPTY;
    private int seq;
    private long acknowledgments;
    private final SegmentOutput output = (tuple, settings, departing) -> acknowledgments++;

    /** How much data is in a segment. */
    @Param({"1", "1448"})
    public int bytes = 1;

    /** The benchmark's own. */
    public BlockReceives() {}

    /** Opens the connection. */
    @Setup
    public void open() {
        ends = new Established();
        ends.server.acknowledgeQuickly(true);
        like = ends.lastOfClient();
        draft.between(like.sourcePort(), like.destinationPort());
        seq = like.seq();
        payload = Payload.of(Arena.global().allocate(bytes));
    }

    /** One segment with data comes, and is acknowledged. */
    @Benchmark
    public long inOrder() throws CallRefused {
        ends.now += BETWEEN_SEGMENTS_NS;
        TcpSegment segment = draft.segment(seq, like.ack(), TcpFlags.ACK, like.window(), 0, like.options(), payload);
        seq += bytes;
        ends.server.onSegment(segment, EcnCodepoint.NOT_ECT, ends.now);
        ends.server.poll(ends.now, output);
        if (ends.server.unreadBytes() >= READ_BYTES) {
            ends.server.read(into, ends.now);
        }
        return acknowledgments;
    }

    /** Sees that nothing went wrong meanwhile. */
    @TearDown
    public void check() {
        ends.requireNothingDropped();
    }
}
