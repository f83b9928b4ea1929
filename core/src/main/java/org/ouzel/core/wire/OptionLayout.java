package org.ouzel.core.wire;

/**
 * In which order the options of a segment stand, and where it is filled up. What a segment says is the same either way, and how
 * long its header is, too, but for a SYN with more than everybody sends. Peers have to take any order (RFC 9293 MUST-64).
 */
public enum OptionLayout {
    /**
     * Each option fills whole words: no-operations stand before those of RFC 7323's Appendix A, so that their numbers are aligned,
     * and behind cookies. A SYN has the MSS, SACK-permitted, timestamps, the window scale. So does Linux.
     */
    WORDS,

    /**
     * A SYN has the MSS, the window scale, SACK-permitted, timestamps; no-operations stand only before what is to be aligned, and
     * the end of the list and zeros fill up the last word. So do the BSDs.
     */
    PACKED
}
