package org.ouzel.stack.link;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A link behind a bad network: it loses, duplicates, reorders, corrupts and delays the packets that come in. Two hosts that
 * each have one, on the two ends of a wire, have a bad network both ways.
 *
 * <p>What befalls a packet is drawn from a seed, by the packet's place among those that came: the same packets in the same
 * order under the same {@link Faults} meet the same fate. A packet is said to have arrived when its delay is over. Behind a
 * link that joins segments, a fault befalls what was joined, as a whole.
 *
 * <p><b>Threads.</b> As for every {@link Link}. The faults may be changed and the counts read from any thread; a change
 * holds for packets that come in after it.
 */
public final class FaultyLink implements Link {
    /** How many packets may be under way, held by their delay; more are lost. */
    public static final int MAX_DELAYED = DelayedFrames.CAPACITY;

    private static final int MAX_FLIPS = 3;

    private final Link inner;
    private volatile Faults settings;
    private volatile Counts counts = new Counts(0, 0, 0, 0, 0);
    private volatile boolean closed;

    // For the reader alone.
    private final SplittableRandom fates;
    private final FrameBatch incoming;
    private final DelayedFrames delayed = new DelayedFrames();
    private long lastReleaseNs = System.nanoTime();
    private long lost;
    private long duplicated;
    private long reordered;
    private long corrupted;
    private long delivered;

    /**
     * How many packets met which fate. When none is under way, what came in and what was duplicated are together what was
     * lost and what was delivered.
     *
     * @param lost vanished, or found too many others under way
     * @param duplicated had a copy made, which has its own fate from there on
     * @param reordered were held back
     * @param corrupted had bits flipped
     * @param delivered were given to the reader
     */
    public record Counts(long lost, long duplicated, long reordered, long corrupted, long delivered) {}

    /**
     * Puts a bad network before a link.
     *
     * @param inner the link; closed with this one
     * @param faults what the network does
     * @param seed what the fates are drawn from
     * @throws IllegalArgumentException as {@link #setFaults} does
     */
    public FaultyLink(Link inner, Faults faults, long seed) {
        this.inner = inner;
        this.settings = possible(inner, faults);
        this.fates = new SplittableRandom(seed);
        this.incoming = FrameBatch.of(inner.capabilities());
    }

    /** Nobody would notice: a link that vouches for checksums makes its reader trust them. */
    private static Faults possible(Link inner, Faults faults) {
        if (faults.corruption() > 0 && inner.capabilities().checksums()) {
            throw new IllegalArgumentException(
                    inner.name() + " vouches for checksums: its packets cannot be corrupted");
        }
        return faults;
    }

    /**
     * Changes what the network does from now on. Packets under way stay so.
     *
     * @throws IllegalArgumentException if packets are to be corrupted on a link with
     *     {@link LinkCapabilities#checksums()}, which its reader does not check
     */
    public void setFaults(Faults faults) {
        settings = possible(inner, faults);
    }

    /** How many packets met which fate until the last read. */
    public Counts faults() {
        return counts;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public LinkCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) throws IOException {
        long beganNs = System.nanoTime();
        into.clear();
        while (!closed) {
            release(into);
            if (into.isFull()) {
                return true;
            }
            long leftNs = Math.max(0, timeoutNs - (System.nanoTime() - beganNs));
            long waitNs = into.size() > 0 ? 0 : Math.min(leftNs, delayed.untilNextNs(System.nanoTime()));
            if (!inner.read(incoming, waitNs)) {
                return false;
            }
            for (int i = 0; i < incoming.size(); i++) {
                meetFate(i);
            }
            release(into);
            if (into.size() > 0 || leftNs == 0) {
                return true;
            }
        }
        return false;
    }

    private void release(FrameBatch into) {
        delivered += delayed.release(into, System.nanoTime());
        counts = new Counts(lost, duplicated, reordered, corrupted, delivered);
    }

    /** A generator for each packet, so that the fate of one does not hang on what was drawn for those before it. */
    private void meetFate(int index) {
        SplittableRandom fate = fates.split();
        Faults faults = settings;
        if (happens(fate, faults.loss())) {
            lost++;
            return;
        }
        boolean twice = happens(fate, faults.duplication());
        send(index, faults, fate);
        if (twice) {
            duplicated++;
            send(index, faults, fate);
        }
    }

    private void send(int index, Faults faults, SplittableRandom fate) {
        if (delayed.isFull()) {
            lost++;
            return;
        }
        long releaseNs = releaseNs(incoming.arrivedAtNs(index), faults, fate);
        MemorySegment copy =
                delayed.add(incoming.frame(index), incoming.segmentSize(index), incoming.isChecked(index), releaseNs);
        if (happens(fate, faults.corruption()) && copy.byteSize() > 0) {
            corrupted++;
            corrupt(copy, fate);
        }
    }

    /** Jitter alone lets none overtake another; a packet that is held back does not hold up those behind it. */
    private long releaseNs(long arrivedAtNs, Faults faults, SplittableRandom fate) {
        long ownNs =
                arrivedAtNs + faults.delay().toNanos() + upTo(faults.jitter().toNanos(), fate);
        long inOrderNs = lastReleaseNs + Math.max(0, ownNs - lastReleaseNs);
        if (happens(fate, faults.reordering())) {
            reordered++;
            return inOrderNs + upTo(faults.heldBack().toNanos(), fate);
        }
        lastReleaseNs = inOrderNs;
        return inOrderNs;
    }

    private static boolean happens(SplittableRandom fate, double probability) {
        return fate.nextDouble() < probability;
    }

    private static long upTo(long bound, SplittableRandom fate) {
        return fate.nextLong(bound + 1);
    }

    private static void corrupt(MemorySegment packet, SplittableRandom fate) {
        int bits = Math.toIntExact(packet.byteSize() * Byte.SIZE);
        int flips = fate.nextInt(1, MAX_FLIPS + 1);
        fate.ints(0, bits).distinct().limit(flips).forEach(bit -> {
            byte was = packet.get(ValueLayout.JAVA_BYTE, bit / Byte.SIZE);
            packet.set(ValueLayout.JAVA_BYTE, bit / Byte.SIZE, (byte) (was ^ (1 << (bit % Byte.SIZE))));
        });
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws IOException {
        return inner.write(headers, payload, segmentSize, checksumStart);
    }

    @Override
    public Optional<Runnable> deferWrites() {
        return inner.deferWrites();
    }

    @Override
    public void close() {
        closed = true;
        inner.close();
    }
}
