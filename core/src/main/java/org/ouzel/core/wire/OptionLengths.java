package org.ouzel.core.wire;

/** How long options are on the wire, for those who have to know before there is a segment to ask ({@link TcpOptions#length}). */
public final class OptionLengths {
    /** The most bytes of options that a header holds (RFC 9293 §3.1). */
    public static final int MAX = TcpOptionCodec.MAX_LENGTH;

    /** Timestamps, with what fills them up to whole words (RFC 7323, Appendix A). */
    public static final int TIMESTAMPS = OptionWriter.padded(TcpOptionCodec.TIMESTAMPS_LENGTH);

    private OptionLengths() {}

    /** So many bytes, filled up to whole words. */
    public static int padded(int bytes) {
        return OptionWriter.padded(bytes);
    }

    /** What there is of whole words in so many bytes. */
    public static int wholeWords(int bytes) {
        return bytes - Math.floorMod(bytes, OptionWriter.WORD);
    }

    /**
     * How many SACK blocks there is room for (RFC 2018 §3).
     *
     * @param room what is left for them and what stands before them, beside timestamps
     * @param before the length of the option that stands before them, not filled up; 0 for none
     */
    public static int mostSackBlocks(int room, int before) {
        return Math.max(0, room - OptionWriter.firstBlock(before)) / TcpOptionCodec.SACK_BLOCK_LENGTH;
    }
}
