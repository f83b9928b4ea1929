package org.ouzel.sim.campaign;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted in scenarios.
 *
 * @param faults how many faults were injected, by their kind
 * @param bytesVerified how many bytes were read and compared with what was sent
 * @param wraps how often the sequence numbers of what came in order crossed 2^32
 * @param connections how many connections were tried
 * @param graceful how many ends of connections came to a graceful end
 * @param packets how many packets came to cables
 * @param virtualNs how much virtual time passed
 */
public record Figures(
        Map<String, Long> faults,
        long bytesVerified,
        long wraps,
        long connections,
        long graceful,
        long packets,
        long virtualNs) {
    /** Nothing was counted. */
    public static final Figures NONE = new Figures(Map.of(), 0, 0, 0, 0, 0, 0);

    /** Those of several scenarios together. */
    public Figures plus(Figures other) {
        Map<String, Long> all = new TreeMap<>(faults);
        other.faults.forEach((kind, count) -> all.merge(kind, count, Long::sum));
        return new Figures(
                all,
                bytesVerified + other.bytesVerified,
                wraps + other.wraps,
                connections + other.connections,
                graceful + other.graceful,
                packets + other.packets,
                virtualNs + other.virtualNs);
    }

    /** How many faults there were in all. */
    public long allFaults() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }
}
