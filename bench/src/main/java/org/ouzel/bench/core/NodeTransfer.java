package org.ouzel.bench.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ouzel.core.tcp.TcpParameters;

/** All that a segment costs two nodes on one core: writing, sending, a wire that copies it, receiving, acknowledging, reading. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx3g"})
public class NodeTransfer {
    /** So many segments are a batch. */
    private static final int SEGMENTS = 32;

    /** So short that no connection rests for long between two turns: what it does after a pause is another question. */
    private static final long STEP_NS = 100;

    /** So often each connection has a turn before anything is measured: until its window is open. */
    private static final int TURNS_BEFORE = 20;

    private final MemorySegment data = Arena.global().allocate((long) SEGMENTS * Machines.SEGMENT_BYTES);
    private final MemorySegment into = Arena.global().allocate((long) SEGMENTS * Machines.SEGMENT_BYTES);
    private Machines machines = new Machines(false, TcpParameters.DEFAULT, STEP_NS);
    private Machines.Connection[] connections = {};
    private int turn;

    /** How many connections take turns. */
    @Param({"1", "100", "10000", "100000"})
    public int count = 1;

    /** Whether TCP's checksums are made and checked, and not left to the wire. */
    @Param({"false", "true"})
    public boolean checksums;

    /** The benchmark's own. */
    public NodeTransfer() {}

    /** Opens the connections. */
    @Setup
    public void open() {
        machines = new Machines(checksums, TcpParameters.DEFAULT, STEP_NS);
        connections = new Machines.Connection[count];
        for (int i = 0; i < count; i++) {
            connections[i] = machines.connect();
        }
        for (int i = 0; i < TURNS_BEFORE * count; i++) {
            segment();
        }
    }

    /** One segment, of a batch on one connection; the next batch is the next connection's. */
    @Benchmark
    @OperationsPerInvocation(SEGMENTS)
    public int segment() {
        Machines.Connection next = connections[turn];
        turn = turn + 1 == count ? 0 : turn + 1;
        return machines.transfer(next, data, into);
    }

    /** Sees that nothing went wrong meanwhile. */
    @TearDown
    public void check() {
        machines.requireNothingDropped();
    }
}
