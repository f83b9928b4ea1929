package org.ouzel.sim.net;

import java.util.List;

/**
 * What is to befall a packet on its wire: drawn when it comes, by its place among those that came, whatever its queue then makes
 * of it.
 *
 * @param lost whether it vanishes
 * @param duplicated whether there is a copy of it
 * @param jitterNs how much later than the first possible it arrives, and so does the copy
 * @param original what the packet itself goes through
 * @param copy what the copy would go through
 */
record Fate(boolean lost, boolean duplicated, long jitterNs, Passage original, Passage copy) {
    /**
     * What a packet goes through.
     *
     * @param heldBackNs for how long it is held back; 0 if it is not
     * @param damage what befalls its bytes
     */
    record Passage(long heldBackNs, List<Damage> damage) {}
}
