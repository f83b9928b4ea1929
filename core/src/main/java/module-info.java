/** TCP and IP, sans-IO: the protocol as data and decisions, with no thread, lock, clock, I/O or randomness of its own. */
@SuppressWarnings("module")
module org.ouzel.core {
    requires static org.jspecify;

    exports org.ouzel.core.ip to
            org.ouzel.stack,
            org.ouzel.sim,
            org.ouzel.drill,
            org.ouzel.bench;
    exports org.ouzel.core.node to
            org.ouzel.stack,
            org.ouzel.sim,
            org.ouzel.drill,
            org.ouzel.bench;
    exports org.ouzel.core.tcp to
            org.ouzel.stack,
            org.ouzel.sim,
            org.ouzel.drill,
            org.ouzel.bench;
    exports org.ouzel.core.tcp.congestion;
    exports org.ouzel.core.wire to
            org.ouzel.stack,
            org.ouzel.sim,
            org.ouzel.drill,
            org.ouzel.bench;
}
