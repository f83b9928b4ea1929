package org.ouzel.sim.box;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.net.PacketSink;

/**
 * A middlebox that takes options out of the TCP segments that pass in one direction, by overwriting them with no-operations,
 * and may lower the MSS that a SYN tells. Nothing moves, and the checksums are kept as right as they were. Fragments pass
 * untouched.
 */
public final class OptionStripper implements PacketSink {
    /** The window scale option's kind (RFC 7323 §2.2). */
    public static final int WINDOW_SCALE = 3;
    /** The SACK-permitted option's kind (RFC 2018 §2). */
    public static final int SACK_PERMITTED = 4;
    /** The SACK option's kind (RFC 2018 §3). */
    public static final int SACK = 5;
    /** The timestamps option's kind (RFC 7323 §3.2). */
    public static final int TIMESTAMPS = 8;
    /** The Fast Open option's kind (RFC 7413 §4.1.1). */
    public static final int FAST_OPEN = 34;

    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MSS = 2;
    private static final int MSS_LENGTH = 4;
    private static final int HEADER_LENGTH = 2;
    private static final int DATA_OFFSET = 12;

    private final Set<Integer> kinds;
    private final OptionalInt largestMss;
    private final PacketSink next;
    private final Tally tally = new Tally();

    private OptionStripper(Set<Integer> kinds, OptionalInt largestMss, PacketSink next) {
        this.kinds = kinds;
        this.largestMss = largestMss;
        this.next = next;
    }

    /**
     * One that takes out options.
     *
     * @param kinds the options' kinds
     * @param next where the packets go on to
     */
    public static OptionStripper of(Set<Integer> kinds, PacketSink next) {
        return new OptionStripper(Set.copyOf(kinds), OptionalInt.empty(), next);
    }

    /** One that lets no SYN tell an MSS above the given one. */
    public static OptionStripper clampingMss(int largest, PacketSink next) {
        return new OptionStripper(Set.of(), OptionalInt.of(largest), next);
    }

    /** How many packets passed, and how many were changed. */
    public Tally tally() {
        return tally;
    }

    @Override
    public void packet(MemorySegment bytes) {
        Optional<Packet> read = Packet.read(bytes);
        OptionalInt segmentAt = read.map(Packet::segmentAt).orElse(OptionalInt.empty());
        boolean changed = segmentAt.isPresent() && strip(read.orElseThrow(), segmentAt.getAsInt());
        tally.count(changed ? Outcome.CHANGED : Outcome.PASSED);
        next.packet(bytes);
    }

    private boolean strip(Packet packet, int segmentAt) {
        int headerLength = (packet.octet(segmentAt + DATA_OFFSET) >>> 4) * Integer.BYTES;
        int end = Math.min(segmentAt + headerLength, packet.length());
        int at = segmentAt + TcpSegment.MIN_HEADER_LENGTH;
        boolean changed = false;
        while (at < end && packet.octet(at) != END) {
            int length = packet.octet(at) == NO_OPERATION ? 1 : lengthAt(packet, at, end);
            if (length == 0) {
                break; // a length that cannot be: what follows is nobody's option
            }
            changed |= meddle(packet, at, length, segmentAt + Packet.TCP_CHECKSUM);
            at += length;
        }
        return changed;
    }

    /** The length of an option within its bounds; 0 if it cannot be. */
    private static int lengthAt(Packet packet, int at, int end) {
        int length = at + 1 < end ? packet.octet(at + 1) : 0;
        return length < HEADER_LENGTH || at + length > end ? 0 : length;
    }

    private boolean meddle(Packet packet, int at, int length, int checksumAt) {
        int kind = packet.octet(at);
        if (kinds.contains(kind) && kind != NO_OPERATION) {
            for (int place = at; place < at + length; place++) {
                packet.octet(place, NO_OPERATION, checksumAt);
            }
            return true;
        }
        return kind == MSS && length == MSS_LENGTH && largestMss.isPresent() && clamp(packet, at, checksumAt);
    }

    private boolean clamp(Packet packet, int at, int checksumAt) {
        int told = packet.octet(at + 2) << Byte.SIZE | packet.octet(at + 3);
        int largest = largestMss.orElseThrow();
        if (told <= largest) {
            return false;
        }
        packet.octet(at + 2, largest >>> Byte.SIZE, checksumAt);
        packet.octet(at + 3, largest & 0xff, checksumAt);
        return true;
    }
}
