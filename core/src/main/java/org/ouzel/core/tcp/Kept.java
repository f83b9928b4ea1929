package org.ouzel.core.tcp;

/** A part of a connection that can be written down while nothing happens to it. */
interface Kept {
    /**
     * Makes an entry of each field that can have changed since the part was made, or takes it back. Called for a part of which nothing
     * is outstanding: what it has of lists, maps and timers is empty and stays out.
     */
    void keep(Ledger ledger);
}
