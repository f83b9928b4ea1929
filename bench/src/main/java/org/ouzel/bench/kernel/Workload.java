package org.ouzel.bench.kernel;

/** What is measured. */
public enum Workload {
    /** A byte there and a byte back, again and again over one connection. */
    PING_PONG("pingpong", "a byte there and one back"),
    /** As much as goes over one connection one way, by writes of 64 KiB. */
    STREAMING("streaming", "64 KiB"),
    /**
     * Connections one after the other: the client opens one and ends its side; the server reads the end and ends its own; the
     * client reads that. Both descriptors are then given back.
     */
    CONNECTIONS("connections", "a connection");

    private final String label;
    private final String operation;

    Workload(String label, String operation) {
        this.label = label;
        this.operation = operation;
    }

    /** What it is called in the names of figures. */
    public String label() {
        return label;
    }

    /** What is done again and again. */
    public String operation() {
        return operation;
    }
}
