/** Scripts that say which packets and which system calls follow one another, run against a TCP in virtual time. */
module org.ouzel.drill {
    requires org.ouzel.core;
    requires static org.jspecify;
}
