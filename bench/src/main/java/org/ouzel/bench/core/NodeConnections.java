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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ouzel.core.node.Backlog;
import org.ouzel.core.tcp.TcpParameters;

/**
 * All that a brief connection costs two nodes on one core, one connection after the other: opened, a byte there and a byte back, ended by
 * both, and TIME-WAIT, which is short enough that those in it are few. Each thread has nodes of its own, which share nothing: with as many
 * threads as there are processors ({@code -t}) the time of one of them, through their number, is what one takes in a program that has a node for each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xmx1g"})
public class NodeConnections {
    private static final long LIFETIME_NS = 1_000_000;
    private static final long STEP_NS = 10_000;

    /** As long as a host has it. */
    private static final long ANSWER_WAIT_NS = 1_000_000;

    private final MemorySegment octet = Arena.global().allocate(1);
    private Machines machines = machines();
    private Backlog backlog = machines.listen();

    /** The benchmark's own. */
    public NodeConnections() {}

    private static Machines machines() {
        TcpParameters parameters =
                TcpParameters.DEFAULT.withMaxSegmentLifetime(LIFETIME_NS).withAnswerWait(ANSWER_WAIT_NS);
        return new Machines(false, parameters, STEP_NS);
    }

    /** Makes the nodes. */
    @Setup
    public void listen() {
        machines = machines();
        backlog = machines.listen();
    }

    /** One connection. */
    @Benchmark
    public int connection() {
        return machines.visit(backlog, octet);
    }

    /** Sees that nothing went wrong meanwhile. */
    @TearDown
    public void check() {
        machines.requireNothingDropped();
    }
}
