/** The in-process engine: threads, locks, buffers and links around the core. */
@SuppressWarnings("module")
module org.ouzel.stack {
    requires transitive org.ouzel;
    requires transitive org.ouzel.core;
    requires static org.jspecify;

    exports org.ouzel.stack;
    exports org.ouzel.stack.around to
            org.ouzel.os,
            org.ouzel.sim;
    exports org.ouzel.stack.link;
    exports org.ouzel.stack.stream to
            org.ouzel.os;
}
