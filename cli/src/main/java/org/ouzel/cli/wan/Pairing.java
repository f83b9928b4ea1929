package org.ouzel.cli.wan;

import java.io.IOException;
import java.net.InetAddress;

/** Whose TCP sends, and whose receives. */
public enum Pairing {
    /** Linux to Linux: what the others are held against. */
    LINUX("linux", Engine.LINUX, Engine.LINUX, "from Linux to Linux"),
    /** Ouzel to Ouzel. */
    OUZEL("ouzel", Engine.OUZEL, Engine.OUZEL, "from Ouzel to Ouzel"),
    /** Ouzel sends to Linux. */
    TO_LINUX("to_linux", Engine.OUZEL, Engine.LINUX, "from Ouzel to Linux"),
    /** Linux sends to Ouzel. */
    FROM_LINUX("from_linux", Engine.LINUX, Engine.OUZEL, "from Linux to Ouzel");

    private final String label;
    private final Engine source;
    private final Engine sink;
    private final String meaning;

    /** Whose TCP. */
    enum Engine {
        LINUX,
        OUZEL;

        End open(InetAddress address) throws IOException {
            return switch (this) {
                case LINUX -> KernelEnd.open(address);
                case OUZEL -> new OuzelEnd(address);
            };
        }

        /** The congestion control that its sending socket has to have. */
        String control() {
            return switch (this) {
                case LINUX -> WanBench.LINUX_CONTROL;
                case OUZEL -> WanBench.OUZEL_CONTROL;
            };
        }
    }

    Pairing(String label, Engine source, Engine sink, String meaning) {
        this.label = label;
        this.source = source;
        this.sink = sink;
        this.meaning = meaning;
    }

    /** What it is called in the names of figures. */
    public String label() {
        return label;
    }

    /** The two, for people. */
    public String meaning() {
        return meaning;
    }

    Engine source() {
        return source;
    }

    Engine sink() {
        return sink;
    }
}
