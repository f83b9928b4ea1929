package org.ouzel.sim.box;

/**
 * How an address translator behaves.
 *
 * @param firstPort the first external port that it gives out
 * @param lastPort the last
 * @param establishedNs how long it keeps an established TCP connection that is idle
 * @param transitoryNs how long it keeps one that is not established yet, or is closing
 * @param echoNs how long it waits for the answer to an echo
 * @param picksUp whether it takes a connection over in the middle that begins inside; else only a SYN begins one
 * @param resets whether it answers segments that belong to nothing it knows by resets; else it drops them in silence
 */
public record NatSettings(
        int firstPort,
        int lastPort,
        long establishedNs,
        long transitoryNs,
        long echoNs,
        boolean picksUp,
        boolean resets) {
    private static final long SECOND_NS = 1_000_000_000L;

    /** The shortest times that RFC 5382 REQ-5 and RFC 5508 REQ-1 allow; a connection that it has forgotten dies in silence. */
    public static final NatSettings DEFAULT =
            new NatSettings(1024, 65_535, 7440 * SECOND_NS, 240 * SECOND_NS, 60 * SECOND_NS, false, false);

    /** Rejects what cannot be. */
    public NatSettings {
        if (firstPort < 1 || lastPort < firstPort || lastPort > 65_535) {
            throw new IllegalArgumentException("ports " + firstPort + " to " + lastPort);
        }
        if (establishedNs <= 0 || transitoryNs <= 0 || echoNs <= 0) {
            throw new IllegalArgumentException("times of " + establishedNs + ", " + transitoryNs + ", " + echoNs);
        }
    }

    /** The same with other times for TCP. */
    public NatSettings withTcpTimes(long established, long transitory) {
        return new NatSettings(firstPort, lastPort, established, transitory, echoNs, picksUp, resets);
    }

    /** The same with other ports. */
    public NatSettings withPorts(int first, int last) {
        return new NatSettings(first, last, establishedNs, transitoryNs, echoNs, picksUp, resets);
    }

    /** The same, answering strays by resets. */
    public NatSettings withResets() {
        return new NatSettings(firstPort, lastPort, establishedNs, transitoryNs, echoNs, picksUp, true);
    }

    /** The same, picking connections up in the middle. */
    public NatSettings withPickingUp() {
        return new NatSettings(firstPort, lastPort, establishedNs, transitoryNs, echoNs, true, resets);
    }
}
