package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;

/** What one acknowledgment, or one timer that expired, has told to be lost. It is lent for the call. */
final class Losses {
    private final List<Transmission> found = new ArrayList<>();
    private long bytes;

    /** Nothing is noted any more: it is lent anew. */
    void clear() {
        found.clear();
        bytes = 0;
    }

    void add(Transmission sent) {
        found.add(sent);
        bytes += sent.bytes();
    }

    /** In the order in which they were found. */
    List<Transmission> found() {
        return found;
    }

    /** How much that is; 0 where nothing is lost. */
    long bytes() {
        return bytes;
    }
}
