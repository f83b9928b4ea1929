/** Tests that run in virtual time, for JUnit Jupiter. */
module org.ouzel.sim.junit {
    requires transitive org.junit.jupiter.api;
    requires transitive org.ouzel.sim;
    requires static org.jspecify;

    exports org.ouzel.sim.junit;

    opens org.ouzel.sim.junit to
            org.junit.platform.commons;
}
