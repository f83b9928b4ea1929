/** The whole of TCP for Java programs: interfaces and records, over the types of the JDK alone. */
module org.ouzel {
    requires static org.jspecify;

    exports org.ouzel;
}
