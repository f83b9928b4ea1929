package org.ouzel.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.stack.StackHost;

/**
 * What a machine's host is like.
 *
 * @param memoryBytes the most that all buffers of its connections take together, in bytes
 * @param maxSegmentLifetime the MSL, half of the time in TIME-WAIT (RFC 9293 §3.4.2)
 * @param bytesToWrap if positive, its connections begin at most so many bytes before the wrap of their sequence numbers, drawn
 *     evenly; 0 for initial sequence numbers by RFC 6528
 * @param congestionControls those that it has beside the built-in ones, by their names
 */
public record MachineSettings(
        long memoryBytes,
        Duration maxSegmentLifetime,
        int bytesToWrap,
        Map<String, CongestionControl.Factory> congestionControls) {
    /** 64 MiB, an MSL of 30 seconds, initial sequence numbers by RFC 6528, the built-in congestion controls. */
    public static final MachineSettings DEFAULT = new MachineSettings(64L << 20, Duration.ofSeconds(30), 0, Map.of());

    /** Rejects what cannot be. */
    public MachineSettings {
        if (memoryBytes < 1 || maxSegmentLifetime.isNegative() || bytesToWrap < 0) {
            throw new IllegalArgumentException("memory of " + memoryBytes + " bytes, MSL of " + maxSegmentLifetime
                    + ", " + bytesToWrap + " bytes to the wrap");
        }
        congestionControls = Collections.unmodifiableMap(new TreeMap<>(congestionControls));
    }

    /** The same with other memory. */
    public MachineSettings withMemory(long bytes) {
        return new MachineSettings(bytes, maxSegmentLifetime, bytesToWrap, congestionControls);
    }

    /** The same with another MSL. */
    public MachineSettings withMaxSegmentLifetime(Duration time) {
        return new MachineSettings(memoryBytes, time, bytesToWrap, congestionControls);
    }

    /** The same with sequence numbers that are about to wrap. */
    public MachineSettings withBytesToWrap(int bytes) {
        return new MachineSettings(memoryBytes, maxSegmentLifetime, bytes, congestionControls);
    }

    /** The same with one more congestion control, for its streams to choose by the name. */
    public MachineSettings withCongestionControl(String name, CongestionControl.Factory factory) {
        Map<String, CongestionControl.Factory> more = new TreeMap<>(congestionControls);
        more.put(name, factory);
        return new MachineSettings(memoryBytes, maxSegmentLifetime, bytesToWrap, more);
    }

    StackHost opened(StackHost.Builder builder, SimulatedSurroundings surroundings, long seed) {
        congestionControls.forEach(builder::congestionControl);
        return bytesToWrap == 0
                ? builder.open(surroundings)
                : builder.open(surroundings, new NumbersNearTheWrap(new SipHash(seed, seed), bytesToWrap));
    }
}
