package org.ouzel.sim.box;

/**
 * What a router says to those whose packets it drops.
 *
 * @param blackHole whether it says nothing of packets that are too big for the next link (RFC 2923 §2.1)
 * @param errorsPerSecond how many ICMP errors a second it sends on the average; 0 for none at all
 * @param errorBurst how many it may send at once
 */
public record RouterSettings(boolean blackHole, int errorsPerSecond, int errorBurst) {
    /** Says what is the matter, up to 1000 times a second. */
    public static final RouterSettings DEFAULT = new RouterSettings(false, 1000, 50);

    /** Never says anything. */
    public static final RouterSettings SILENT = new RouterSettings(true, 0, 0);

    /** Rejects what cannot be. */
    public RouterSettings {
        if (errorsPerSecond < 0 || errorBurst < 0) {
            throw new IllegalArgumentException("errors a second " + errorsPerSecond + ", at once " + errorBurst);
        }
    }

    /** The same, silent about packets that are too big. */
    public RouterSettings withBlackHole() {
        return new RouterSettings(true, errorsPerSecond, errorBurst);
    }
}
