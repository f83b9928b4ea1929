package org.ouzel.bench.tun;

import org.ouzel.os.TunOptions;

/** How packets cross a TUN device. */
public enum Framing {
    /** Each for itself, of 1500 bytes at the most. */
    PLAIN("plain", "in packets of 1500 bytes");

    private static final int MTU = 1500;

    private final String label;
    private final String meaning;

    Framing(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** What it is called in the names of figures. */
    public String label() {
        return label;
    }

    String meaning() {
        return meaning;
    }

    /** The device that a server makes in the namespace that it is in. */
    TunOptions device() {
        return TunOptions.of(Addresses.DEVICE).withMtu(MTU).withHostSide(Addresses.CALLER_SIDE);
    }
}
