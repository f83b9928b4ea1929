/** How fast Ouzel is. */
module org.ouzel.bench {
    // What JMH, which is no module, uses of the JDK.
    requires java.management;
    requires jdk.unsupported;
    requires jmh.core;
    requires org.ouzel.sim;
    requires static org.jspecify;

    exports org.ouzel.bench;
}
