package org.ouzel.sim;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ouzel.sim.net.WireDrop;
import org.ouzel.sim.net.WireObserver;

/** A digest of all that happened on wires: FNV-1a over times, fates and bytes, eight at a time. */
final class TraceDigest implements WireObserver {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long STRIDE = 4 * Long.BYTES;
    private static final int ENTERED = 1;
    private static final int LEFT = 2;
    private static final int DROPPED = 3;

    private long hash = OFFSET_BASIS;

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * PRIME;
        return product ^ (product >>> 32);
    }

    private void add(long word) {
        hash = mixed(hash, word);
    }

    private void add(int fate, long nowNs, long number, MemorySegment packet) {
        add(fate);
        add(nowNs);
        add(number);
        add(packet.byteSize());
        addBytes(packet);
    }

    /** In four lanes, so that the processor need not wait for one multiplication to begin the next. */
    private void addBytes(MemorySegment packet) {
        long end = packet.byteSize();
        long a = OFFSET_BASIS;
        long b = OFFSET_BASIS;
        long c = OFFSET_BASIS;
        long d = OFFSET_BASIS;
        long at = 0;
        for (; at <= end - STRIDE; at += STRIDE) {
            a = mixed(a, packet.get(LONG, at));
            b = mixed(b, packet.get(LONG, at + Long.BYTES));
            c = mixed(c, packet.get(LONG, at + 2 * Long.BYTES));
            d = mixed(d, packet.get(LONG, at + 3 * Long.BYTES));
        }
        add(a);
        add(b);
        add(c);
        add(d);
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            add(packet.get(LONG, at));
        }
        for (; at < end; at++) {
            add(packet.get(ValueLayout.JAVA_BYTE, at));
        }
    }

    @Override
    public void entered(long nowNs, long number, MemorySegment packet) {
        add(ENTERED, nowNs, number, packet);
    }

    @Override
    public void left(long nowNs, long number, MemorySegment packet) {
        add(LEFT, nowNs, number, packet);
    }

    @Override
    public void dropped(long nowNs, long number, MemorySegment packet, WireDrop why) {
        add(DROPPED, nowNs, number, packet);
        add(why.name().hashCode());
    }

    long value() {
        return hash;
    }
}
