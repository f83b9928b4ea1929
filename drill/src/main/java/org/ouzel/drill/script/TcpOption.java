package org.ouzel.drill.script;

import java.util.List;
import java.util.Optional;

/** An option of a segment as a script writes it. */
public sealed interface TcpOption {
    /** {@code nop}. */
    record NoOperation() implements TcpOption {}

    /** {@code eol}. */
    record EndOfList() implements TcpOption {}

    /**
     * {@code mss 1460}.
     *
     * @param bytes the largest segment
     */
    record MaximumSegmentSize(Amount bytes) implements TcpOption {}

    /**
     * {@code wscale 7}.
     *
     * @param shift by how many bits windows are shifted
     */
    record WindowScale(Amount shift) implements TcpOption {}

    /** {@code sackOK}. */
    record SackPermitted() implements TcpOption {}

    /**
     * {@code sack 1:2 3:4}.
     *
     * @param blocks the blocks, in this order
     */
    record Sack(List<Block> blocks) implements TcpOption {
        /** Copies the list. */
        public Sack {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A block of data that is held.
     *
     * @param left its first sequence number
     * @param right the sequence number behind it
     */
    record Block(long left, long right) {}

    /**
     * {@code TS val 100 ecr 0}.
     *
     * @param value the time of the sender
     * @param echo the time that it echoes
     * @param absolute whether what it echoes is as on the wire, as in {@code ecr 100!}, and not counted by the script
     */
    record Timestamps(Amount value, Amount echo, boolean absolute) implements TcpOption {}

    /**
     * {@code FO}, {@code FO 0123456789abcdef}, {@code FOEXP}: TCP Fast Open.
     *
     * @param cookie the cookie; none asks for one
     * @param experimental whether it is in the option for experiments
     */
    record FastOpen(Hex cookie, boolean experimental) implements TcpOption {}

    /**
     * {@code md5 0123456789abcdef0123456789abcdef}: a signature.
     *
     * @param digest the digest; empty for {@code md5 none}, which is not compared
     */
    record Md5(Optional<Hex> digest) implements TcpOption {}

    /**
     * {@code ECN e0b 1 ceb 0 e1b 1}: the counters of AccECN.
     *
     * @param order 0 for the option that begins with ECT(0), 1 for the one that begins with ECT(1)
     * @param counters up to three: bytes in packets with ECT(0), CE and ECT(1), or the other way round
     * @param experimental whether it is in the option for experiments
     */
    record AccurateEcn(int order, List<Amount> counters, boolean experimental) implements TcpOption {
        /** Copies the list. */
        public AccurateEcn {
            counters = List.copyOf(counters);
        }
    }

    /**
     * {@code exp-option 0xf989 0123}: an option for experiments, RFC 6994.
     *
     * @param id the experiment, of 16 bits
     * @param data what it holds behind that
     */
    record Experimental(int id, Hex data) implements TcpOption {}

    /**
     * {@code kind 253 0123}: any other option.
     *
     * @param kind its kind
     * @param data what it holds
     */
    record Generic(int kind, Hex data) implements TcpOption {}

    /**
     * An option of Multipath TCP, which is only kept.
     *
     * @param text how it is written
     */
    record Multipath(String text) implements TcpOption {}
}
