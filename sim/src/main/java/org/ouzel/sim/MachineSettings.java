package org.ouzel.sim;

import java.time.Duration;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.stack.StackHost;

/**
 * What a machine's host is like.
 *
 * @param memoryBytes the most that all buffers of its connections take together, in bytes
 * @param maxSegmentLifetime the MSL, half of the time in TIME-WAIT (RFC 9293 §3.4.2)
 * @param bytesToWrap if positive, its connections begin at most so many bytes before the wrap of their sequence numbers, drawn
 *     evenly; 0 for initial sequence numbers by RFC 6528
 */
public record MachineSettings(long memoryBytes, Duration maxSegmentLifetime, int bytesToWrap) {
    /** 64 MiB, an MSL of 30 seconds, initial sequence numbers by RFC 6528. */
    public static final MachineSettings DEFAULT = new MachineSettings(64L << 20, Duration.ofSeconds(30), 0);

    /** Rejects what cannot be. */
    public MachineSettings {
        if (memoryBytes < 1 || maxSegmentLifetime.isNegative() || bytesToWrap < 0) {
            throw new IllegalArgumentException("memory of " + memoryBytes + " bytes, MSL of " + maxSegmentLifetime
                    + ", " + bytesToWrap + " bytes to the wrap");
        }
    }

    /** The same with other memory. */
    public MachineSettings withMemory(long bytes) {
        return new MachineSettings(bytes, maxSegmentLifetime, bytesToWrap);
    }

    /** The same with another MSL. */
    public MachineSettings withMaxSegmentLifetime(Duration time) {
        return new MachineSettings(memoryBytes, time, bytesToWrap);
    }

    /** The same with sequence numbers that are about to wrap. */
    public MachineSettings withBytesToWrap(int bytes) {
        return new MachineSettings(memoryBytes, maxSegmentLifetime, bytes);
    }

    StackHost opened(StackHost.Builder builder, SimulatedSurroundings surroundings, long seed) {
        return bytesToWrap == 0
                ? builder.open(surroundings)
                : builder.open(surroundings, new NumbersNearTheWrap(new SipHash(seed, seed), bytesToWrap));
    }
}
