package org.ouzel.bench.tun;

import java.util.List;
import java.util.stream.Stream;

/** Who serves the kernel. */
public enum Contender {
    /** Ouzel over TUN. */
    OUZEL("ouzel", "Ouzel"),
    /** The same, where listeners are called in place of threads that wait. */
    CALLED("called", "Ouzel, called"),
    /** The same, whose reader polls before it sleeps. */
    POLLING("polling", "Ouzel, polling"),
    /** Ouzel over a link in memory: here Ouzel calls as well. */
    MEMORY("memory", "in memory"),
    /** The same with all virtual threads on one processor. */
    ONE_CORE("one_core", "on one core"),
    /** A program that moves packets over TUN without TCP. */
    CEILING("ceiling", "ceiling"),
    /** The same, which copies and sums data as a stack must. */
    COPYING("copying", "that copies"),
    /** The kernel over veth. */
    VETH("veth", "kernel, veth"),
    /** The same, where one thread that is told of each change serves. */
    VETH_EVENTS("veth_events", "veth, events"),
    /** lwIP over TUN. */
    LWIP("lwip", "lwIP"),
    /** gVisor's netstack over TUN. */
    GVISOR("gvisor", "gVisor");

    private final String label;
    private final String title;

    Contender(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** Other stacks, which have to be built first. */
    public static List<Contender> peers() {
        return Stream.of(values()).filter(Contender::isPeer).toList();
    }

    /** Whether it is another stack. */
    public boolean isPeer() {
        return switch (this) {
            case LWIP, GVISOR -> true;
            case OUZEL, CALLED, POLLING, MEMORY, ONE_CORE, CEILING, COPYING, VETH, VETH_EVENTS -> false;
        };
    }

    /** Whether Ouzel calls as well, and not the kernel. */
    public boolean isInMemory() {
        return switch (this) {
            case MEMORY, ONE_CORE -> true;
            case OUZEL, CALLED, POLLING, CEILING, COPYING, VETH, VETH_EVENTS, LWIP, GVISOR -> false;
        };
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
