/** What only the operating system can give, through the foreign function interface: its own TCP, and TUN devices. */
@SuppressWarnings("module")
module org.ouzel.os {
    requires transitive org.ouzel.stack;
    requires static org.jspecify;

    exports org.ouzel.os;
    exports org.ouzel.os.kernel;
    exports org.ouzel.os.sys to
            org.ouzel.bench,
            org.ouzel.drill;
}
