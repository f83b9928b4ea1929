package org.ouzel.bench.idle;

/** What is beside the connection on which somebody speaks. */
enum Setting {
    /** Nothing. */
    ALONE("one connection"),
    /** All the others. */
    CROWD("all connections");

    private final String title;

    Setting(String title) {
        this.title = title;
    }

    /** What its process is called when it fails. */
    String title() {
        return title;
    }
}
