/** How fast Ouzel is. */
module org.ouzel.bench {
    // What JMH, which is no module, uses of the JDK.
    requires java.management;
    requires jdk.unsupported;
    requires jdk.management;
    requires jmh.core;
    requires transitive org.ouzel;
    requires org.ouzel.core;
    requires org.ouzel.os;
    requires org.ouzel.sim;

    // A peer, which only the process has that measures beside it.
    requires static io.netty.buffer;
    requires static io.netty.common;
    requires static io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.unix.common;
    requires static org.jspecify;

    exports org.ouzel.bench;
    exports org.ouzel.bench.blocking;
    exports org.ouzel.bench.idle;
    exports org.ouzel.bench.kernel;
    exports org.ouzel.bench.tun;
}
