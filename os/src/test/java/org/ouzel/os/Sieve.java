package org.ouzel.os;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/** A link that shows its TCP packets to a test, each way, loses those that the test withholds, and marks others where it may. */
final class Sieve implements Link {
    /** The last two bits of the traffic class, as they stand in the second octet. */
    private static final int IPV6_ECN = 0x30;

    private final Link link;
    private final FrameBatch read;
    private volatile Predicate<SeenPacket> withheldIn = packet -> false;
    private volatile Predicate<SeenPacket> withheldOut = packet -> false;

    private volatile boolean marking;

    Sieve(Link link) {
        this.link = link;
        this.read = FrameBatch.of(link.capabilities());
    }

    /** From now on what comes in and fits is lost. */
    void withholdIn(Predicate<SeenPacket> which) {
        withheldIn = which;
    }

    /** From now on what goes out and fits is lost. */
    void withholdOut(Predicate<SeenPacket> which) {
        withheldOut = which;
    }

    /** From now on every packet of IPv6, whose header has no checksum, is marked if it is one of an ECN-capable transport. */
    void markIpv6() {
        marking = true;
    }

    private void mark(MemorySegment packet) {
        byte second = packet.get(ValueLayout.JAVA_BYTE, 1);
        boolean isIpv6 = packet.get(ValueLayout.JAVA_BYTE, 0) >> 4 == 6;
        if (marking && isIpv6 && (second & IPV6_ECN) != 0) {
            packet.set(ValueLayout.JAVA_BYTE, 1, (byte) (second | IPV6_ECN));
        }
    }

    @Override
    public String name() {
        return link.name();
    }

    @Override
    public LinkCapabilities capabilities() {
        return link.capabilities();
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) throws IOException {
        into.clear();
        boolean open = link.read(read, timeoutNs);
        for (int i = 0; open && i < read.size(); i++) {
            MemorySegment packet = read.frame(i);
            if (!isWithheld(withheldIn, packet)) {
                into.place().copyFrom(packet);
                mark(into.place());
                into.add((int) packet.byteSize(), read.segmentSize(i), read.isChecked(i), read.arrivedAtNs(i));
            }
        }
        return open;
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws IOException {
        mark(headers);
        return isWithheld(withheldOut, headers) || link.write(headers, payload, segmentSize, checksumStart);
    }

    @Override
    public Optional<Runnable> deferWrites() {
        return link.deferWrites();
    }

    @Override
    public Optional<Runnable> waker() {
        return link.waker();
    }

    private static boolean isWithheld(Predicate<SeenPacket> which, MemorySegment packet) {
        return SeenPacket.of(packet).filter(which).isPresent();
    }

    @Override
    public void close() {
        link.close();
    }
}
