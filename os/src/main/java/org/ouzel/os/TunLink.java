package org.ouzel.os;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ouzel.os.TunSetup.Opened;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.Descriptor;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.Gate;
import org.ouzel.os.sys.Linux;
import org.ouzel.os.sys.Platform;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.LinkCapabilities;

/**
 * A link over a TUN device of Linux: what the kernel routes into the device is read here, and what is written here comes in
 * at the kernel from the device. The device is made if there is none of its name, and goes when the link is closed, unless
 * it was there before.
 *
 * <pre>{@code
 * TunOptions options = TunOptions.of("ouzel0").withHostSide("198.18.0.1/24").withHostSide("2001:db8::1/64");
 * try (TunLink link = TunLink.open(options)) {
 *     FrameBatch batch = FrameBatch.of(link.capabilities());
 *     while (link.read(batch, Long.MAX_VALUE)) { … }
 * }
 * }</pre>
 */
public final class TunLink implements Link {
    /** How many queues the kernel gives a device: MAX_TAP_QUEUES. */
    public static final int MAX_QUEUES = 256;

    private static final int BATCH = 64;

    /** With offload packets are so large that fewer are worth reading at once. */
    private static final int OFFLOAD_BATCH = 16;

    private static final int MAX_PACKET = 0xffff;

    private final String name;
    private final LinkCapabilities capabilities;
    private final int device;
    private final int waker;
    private final Gate gate = new Gate(this::release);

    private final boolean offload;

    // Used by one thread at a time: whichever reads.
    private final Linux reading;
    private final Waiting waiting;
    private final Scatter scatter = new Scatter();

    // Used by one thread at a time: whichever writes, or puts what is written later.
    private final OffloadHeader left = new OffloadHeader();
    private boolean deferring;

    // Used by one thread at a time: whichever writes, or has the turn to write what was put before.
    private final Linux writing;
    private final Gather gather;

    private final Departures departures;

    /** How many packets were lost of those that were written later, and nobody has been told of yet. */
    private final AtomicInteger lostLater = new AtomicInteger();

    private final AtomicReference<@Nullable TunException> failedLater = new AtomicReference<>();

    private TunLink(String name, Opened opened, int index, boolean offload, Descriptor waker) {
        this.name = name;
        this.offload = offload;
        this.capabilities = offload
                ? new LinkCapabilities(opened.mtu(), MAX_PACKET, true, true, OFFLOAD_BATCH)
                : LinkCapabilities.plain(opened.mtu(), BATCH);
        this.device = opened.queues().get(index).number();
        this.waker = waker.number();
        this.reading = new Linux();
        this.waiting = new Waiting(reading, device, this.waker);
        this.writing = new Linux();
        this.gather = new Gather(capabilities.frameBytes());
        this.departures = new Departures(capabilities.mtu() + (int) Abi.VNET_HDR_BYTES, this::writeLater);
    }

    /**
     * Opens a device and configures the kernel's side of it.
     *
     * @throws TunException if it cannot be had; says why and what to do about it
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static TunLink open(TunOptions options) throws TunException {
        return openQueues(options, 1).getFirst();
    }

    /**
     * Opens several queues of a device, each a link of its own, and configures the kernel's side of it once. The device goes when the last
     * of them is closed, unless it was there before. With one queue this is {@link #open}.
     *
     * <p>The kernel puts a packet on the queue on which a packet of its flow was last written. A flow is a protocol, two addresses and,
     * where there are any, two ports, in either order; fragments have none. A hash of the flow tells the queue where the kernel knows none:
     *
     * <ul>
     *   <li>while the first packet of a flow is being written, so that the answer to a request for a connection comes by the hash;
     *   <li>when nothing of a flow has been written for three seconds or more;
     *   <li>when 4096 others are known.
     * </ul>
     *
     * <p>When a queue is closed, what waits there is lost, and flows may come in on other queues than before until they are written again.
     * So any packet may come in on any queue. Whoever may attach to the device may add queues to it, which have their part of the packets.
     *
     * @param queues how many, 1 to {@value #MAX_QUEUES}
     * @return as many links, in the order in which the kernel counts their queues
     * @throws TunException if they cannot all be had, and then none is open; says why and what to do about it
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static List<TunLink> openQueues(TunOptions options, int queues) throws TunException {
        if (queues < 1 || queues > MAX_QUEUES) {
            throw new IllegalArgumentException(queues + " queues: must be 1 to " + MAX_QUEUES);
        }
        Platform.require("a TUN link");
        Linux linux = new Linux();
        List<Descriptor> wakers = new ArrayList<>();
        try {
            while (wakers.size() < queues) {
                wakers.add(openWaker(linux, options));
            }
            Opened opened = TunSetup.open(linux, options, queues);
            return IntStream.range(0, queues)
                    .mapToObj(i -> new TunLink(name(options, i), opened, i, options.offload(), wakers.get(i)))
                    .toList();
        } catch (TunException | RuntimeException failed) {
            wakers.forEach(Descriptor::close);
            throw failed;
        }
    }

    private static Descriptor openWaker(Linux linux, TunOptions options) throws TunException {
        try {
            return new Descriptor(linux, ErrnoException.check("eventfd", linux.eventfd()));
        } catch (ErrnoException failed) {
            throw TunException.using(options.device(), failed);
        }
    }

    private static String name(TunOptions options, int index) {
        return index == 0 ? options.device() : options.device() + " queue " + index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean read(FrameBatch into, long timeoutNs) throws TunException {
        into.clear();
        if (!gate.enter()) {
            return false;
        }
        try {
            fill(into, timeoutNs);
        } catch (ErrnoException failed) {
            throw TunException.using(name, failed);
        } finally {
            gate.leave();
        }
        return !gate.isShut();
    }

    private void fill(FrameBatch into, long timeoutNs) throws ErrnoException {
        long startNs = System.nanoTime();
        long leftNs = timeoutNs;
        boolean woken = false;
        while (!drain(into) && leftNs > 0 && !woken && !gate.isShut()) {
            woken = waiting.await(leftNs);
            if (timeoutNs != Long.MAX_VALUE) {
                leftNs = timeoutNs - (System.nanoTime() - startNs);
            }
        }
    }

    /** Takes what is there, and tells whether that is anything. */
    private boolean drain(FrameBatch into) throws ErrnoException {
        long arrivedAtNs = 0;
        while (!into.isFull()) {
            long length = offload
                    ? reading.readv(device, scatter.vectors(into.place()), Scatter.COUNT)
                    : reading.read(device, into.place());
            if (length < 0) {
                return endOfDrain(into, (int) -length);
            }
            if (into.size() == 0) {
                arrivedAtNs = System.nanoTime();
            }
            if (offload) {
                OffloadHeader header = scatter.header();
                int packet = (int) (length - Abi.VNET_HDR_BYTES);
                into.add(packet, header.segmentSize(), header.isChecked(), arrivedAtNs);
            } else {
                into.add((int) length, 0, false, arrivedAtNs);
            }
        }
        return true;
    }

    /** A failure behind packets waits for the next read, which meets it again. */
    private static boolean endOfDrain(FrameBatch into, int errno) throws ErrnoException {
        if (errno != Abi.EAGAIN && into.size() == 0) {
            throw new ErrnoException("read", errno);
        }
        return into.size() > 0;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A packet is lost, too, while the device is down and after the link has been closed.
     *
     * @throws IllegalArgumentException if it is too large, is no IP packet, or is to be finished by a device without offload
     */
    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws TunException {
        long length = Gather.length(headers, payload);
        if (!offload && (segmentSize != 0 || checksumStart != 0)) {
            throw new IllegalArgumentException("segments of " + segmentSize + " bytes, checksum at " + checksumStart
                    + ": a device without offload");
        }
        if (length > (segmentSize > 0 ? capabilities.frameBytes() : capabilities.mtu())) {
            throw new IllegalArgumentException(length + " bytes on a link with an MTU of " + capabilities.mtu());
        }
        if (!deferring) {
            return put(headers, payload, segmentSize, checksumStart);
        }
        // What a larger one would cost to copy is more than what others lose while it is written.
        return length > capabilities.mtu()
                ? putBehindOthers(headers, payload, segmentSize, checksumStart)
                : putLater(headers, payload, checksumStart);
    }

    private boolean putBehindOthers(
            MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws TunException {
        departures.pause();
        try {
            return put(headers, payload, segmentSize, checksumStart);
        } finally {
            departures.resume();
        }
    }

    private boolean putLater(MemorySegment headers, List<MemorySegment> payload, int checksumStart)
            throws TunException {
        if (offload) {
            left.describe(headers, 0, checksumStart);
        }
        departures.put(offload ? left.memory() : MemorySegment.NULL, headers, payload);
        TunException failed = failedLater.getAndSet(null);
        if (failed != null) {
            throw failed;
        }
        return lostLater.get() == 0 || lostLater.getAndDecrement() == 0;
    }

    /** Writes what was put before, header and all. What goes wrong is for the next who puts something. */
    private void writeLater(MemorySegment packet) {
        if (!gate.enter()) {
            lostLater.incrementAndGet();
            return;
        }
        try {
            long result = writing.write(device, packet);
            if (result < 0 && isLoss((int) -result)) {
                lostLater.incrementAndGet();
            } else if (result < 0) {
                failedLater.set(TunException.using(name, new ErrnoException("write", (int) -result)));
            }
        } finally {
            gate.leave();
        }
    }

    /**
     * Writes a packet that may be larger than the MTU. The kernel takes it all the same, since a device's MTU is about what it sends; for
     * those who test the kernel. Otherwise as {@link #write}.
     *
     * @param packet in native memory
     */
    public boolean writeOversized(MemorySegment packet) throws TunException {
        if (!packet.isNative()) {
            throw new IllegalArgumentException("a packet that is not in native memory");
        }
        return put(packet, List.of(), 0, 0);
    }

    private boolean put(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws TunException {
        if (!gate.enter()) {
            return false;
        }
        try {
            long result =
                    writing.writev(device, gather.vectors(), gathered(headers, payload, segmentSize, checksumStart));
            return result >= 0 || lost((int) -result);
        } finally {
            gate.leave();
            // The vectors hold bare addresses: what they point to must live until here.
            Reference.reachabilityFence(headers);
            Reference.reachabilityFence(payload);
        }
    }

    private int gathered(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart) {
        if (!offload) {
            return gather.gather(MemorySegment.NULL, headers, payload);
        }
        left.describe(headers, segmentSize, checksumStart);
        return gather.gather(left.memory(), headers, payload);
    }

    /** Always false, which is what a lost packet is to the writer; anything worse is thrown. */
    private boolean lost(int errno) throws TunException {
        if (errno == Abi.EINVAL) {
            throw new IllegalArgumentException("the kernel does not take this for an IP packet");
        }
        if (!isLoss(errno)) {
            throw TunException.using(name, new ErrnoException("write", errno));
        }
        return false;
    }

    private static boolean isLoss(int errno) {
        return switch (errno) {
            // No room for it, or the device is down.
            case Abi.EAGAIN, Abi.ENOBUFS, Abi.ENOMEM, Abi.EIO -> true;
            default -> false;
        };
    }

    @Override
    public Optional<Runnable> waker() {
        return Optional.of(this::wake);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Packets of the MTU and less are written then. That one was lost, or that the device has failed, the next write tells.
     */
    @Override
    public Optional<Runnable> deferWrites() {
        deferring = true;
        return Optional.of(departures::goOn);
    }

    private void wake() {
        if (gate.enter()) {
            try {
                // Fails only if it would overflow, and then the reader is awake.
                new Linux().eventfdWrite(waker, 1);
            } finally {
                gate.leave();
            }
        }
    }

    @Override
    public void close() {
        // Behind whoever is at it: his packets are not lost by this.
        departures.pause();
        departures.resume();
        departures.goOn();
        if (gate.shut()) {
            // Fails only if it would overflow, and then the reader is awake.
            new Linux().eventfdWrite(waker, 1);
            gate.leave();
        }
    }

    /** Run by whoever is the last to be inside. */
    private void release() {
        Linux last = new Linux();
        // Whatever close returns, Linux has given the descriptor back: there is nothing to do about an error.
        last.close(device);
        last.close(waker);
    }
}
