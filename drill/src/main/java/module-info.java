/** Packetdrill scripts, and what runs them: what a network stack is to send and answer, at what times. */
module org.ouzel.drill {
    requires org.ouzel.core;
    requires org.ouzel.os;
    requires static org.jspecify;

    exports org.ouzel.drill;
    exports org.ouzel.drill.script;
}
