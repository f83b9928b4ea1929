/** What only the operating system can give, through the foreign function interface: TUN devices. */
module org.ouzel.os {
    requires transitive org.ouzel.stack;
    requires static org.jspecify;

    exports org.ouzel.os;
}
