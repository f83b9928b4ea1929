package org.ouzel.bench.kernel;

/** Whose way to the kernel's TCP. */
public enum Contender {
    /** Ouzel's kernel engine. */
    OUZEL("ouzel", "Ouzel"),
    /** The blocking channels of {@code java.nio}. */
    NIO("nio", "java.nio"),
    /** Netty with its native epoll. */
    NETTY("netty", "Netty");

    private final String label;
    private final String title;

    Contender(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** What it is called in the names of figures. */
    public String label() {
        return label;
    }

    /** What people call it. */
    public String title() {
        return title;
    }
}
