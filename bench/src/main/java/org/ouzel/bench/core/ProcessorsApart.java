package org.ouzel.bench.core;

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

/**
 * How far two processors are apart: a number there, and back. Virtual ones are moved about by whoever has the machine, and what two of them
 * do together depends on it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProcessorsApart {
    private final Thread other = Thread.ofPlatform().daemon().unstarted(this::echo);
    private volatile long asked;
    private volatile long answered;
    private volatile boolean ended;

    /** The benchmark's own. */
    public ProcessorsApart() {}

    /** Starts the other thread. */
    @Setup
    public void start() {
        other.start();
    }

    private void echo() {
        while (!ended) {
            long number = asked;
            if (number != answered) {
                answered = number;
            }
        }
    }

    /** A number there, and back. */
    @Benchmark
    public long roundTrip() {
        long number = answered + 1;
        asked = number;
        while (answered != number) {
            Thread.onSpinWait();
        }
        return number;
    }

    /** Ends the other thread. */
    @TearDown
    public void end() throws InterruptedException {
        ended = true;
        other.join();
    }
}
