/** How fast Ouzel is. */
module org.ouzel.bench {
    requires jmh.core;
    requires org.ouzel.sim;
    requires static org.jspecify;

    exports org.ouzel.bench;
}
