package org.ouzel.bench.tun;

import org.ouzel.os.TunOptions;

/** How packets cross a TUN device, or a link in memory. */
public enum Framing {
    /** Each for itself, of 1500 bytes at the most. */
    PLAIN("plain", "in packets of 1500 bytes"),
    /** Up to 64 KiB at once, which whoever receives them does not find cut, nor with a checksum. */
    OFFLOAD("offload", "in segments for packets of 1500 bytes, up to 64 KiB of them uncut");

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
        TunOptions options = TunOptions.of(Addresses.DEVICE).withMtu(MTU).withHostSide(Addresses.CALLER_SIDE);
        return switch (this) {
            case PLAIN -> options.withoutOffload();
            case OFFLOAD -> options;
        };
    }
}
