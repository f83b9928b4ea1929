/** Networks in virtual time: many hosts on one seed. */
module org.ouzel.sim {
    requires transitive org.ouzel.stack;
    requires org.ouzel.core;
    requires static org.jspecify;

    exports org.ouzel.sim;
    exports org.ouzel.sim.box;
    exports org.ouzel.sim.campaign;
    exports org.ouzel.sim.net;
}
