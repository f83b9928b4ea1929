/** Short programs that show how Ouzel is used. */
module org.ouzel.examples {
    requires org.ouzel.stack;
    requires static org.jspecify;
}
