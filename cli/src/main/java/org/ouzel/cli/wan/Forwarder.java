package org.ouzel.cli.wan;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.Timeline;
import org.ouzel.sim.net.Wire;
import org.ouzel.sim.net.WireSettings;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/**
 * Carries packets between two links as a cable of the simulation would, in real time: the cable's timeline follows the
 * computer's clock. So the n-th packet of a direction meets the same fate wherever the seed is the same.
 *
 * <p>A packet comes to the cable at the instant at which it was read, and the cable reckons from there: that a thread wakes
 * late makes a packet late, and none of those behind it. What is no TCP over IPv4 is let fall before it takes a draw, for a
 * kernel says things of its own on a new device.
 *
 * <p><b>Threads.</b> A reader for each link hands over what it reads; one thread has the timeline, the cable and all writing.
 */
final class Forwarder implements AutoCloseable {
    private static final int IPV4 = 4;
    private static final int VERSION_SHIFT = 4;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int TCP = 6;
    private static final int MIN_HEADER_BYTES = 20;

    private final long originNs = System.nanoTime();
    private final List<Link> links;
    private final List<Thread> readers;
    private final Thread carrier;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    // The carrier's, once it runs.
    private final Timeline timeline = new Timeline();
    private final Cable cable;

    private record Arrival(long atNs, Wire wire, MemorySegment packet) {}

    private Forwarder(Link a, Link b, WireSettings settings, long seed, String name) {
        this.links = List.of(a, b);
        this.cable = new Cable(timeline, settings, seed);
        cable.connect(packet -> write(a, packet), packet -> write(b, packet));
        this.carrier = Thread.ofPlatform().daemon().name(name + "-carrier").unstarted(this::carry);
        this.readers =
                List.of(reader(a, cable.fromA(), name + "-reader-a"), reader(b, cable.fromB(), name + "-reader-b"));
    }

    /** Puts a cable between two links, which are closed with it. */
    static Forwarder start(Ports ports, WireSettings settings, long seed, String name) {
        Forwarder forwarder = new Forwarder(ports.a(), ports.b(), settings, seed, name);
        // Before the first packet comes, and before another thread has the cable.
        ports.capture().ifPresent(capture -> {
            forwarder.cable.fromA().observe(capture.sent());
            forwarder.cable.fromB().observe(capture.arrived());
        });
        forwarder.carrier.start();
        forwarder.readers.forEach(Thread::start);
        return forwarder;
    }

    private Thread reader(Link link, Wire into, String name) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> read(link, into));
    }

    private void read(Link link, Wire into) {
        FrameBatch batch = FrameBatch.of(link.capabilities());
        try {
            while (link.read(batch, Long.MAX_VALUE)) {
                for (int i = 0; i < batch.size(); i++) {
                    if (isTcp(batch.frame(i))) {
                        // A copy: the batch has it only until the next read, the cable for its delay.
                        MemorySegment packet =
                                MemorySegment.ofArray(batch.frame(i).toArray(JAVA_BYTE));
                        arrivals.add(new Arrival(batch.arrivedAtNs(i) - originNs, into, packet));
                    }
                }
                LockSupport.unpark(carrier);
            }
        } catch (IOException failed) {
            failure = failed;
        }
    }

    private static boolean isTcp(MemorySegment packet) {
        return packet.byteSize() >= MIN_HEADER_BYTES
                && packet.get(JAVA_BYTE, 0) >> VERSION_SHIFT == IPV4
                && packet.get(JAVA_BYTE, PROTOCOL_OFFSET) == TCP;
    }

    private void carry() {
        while (!closed) {
            for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
                Arrival arrival = next;
                timeline.at(arrival.atNs, () -> arrival.wire.packet(arrival.packet));
            }
            while (timeline.next() <= System.nanoTime() - originNs) {
                timeline.step();
            }
            await(timeline.next());
        }
    }

    /** An arrival, or the end, gives the permit that makes this return at once. */
    private void await(long instantNs) {
        if (instantNs == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, instantNs - (System.nanoTime() - originNs));
        }
    }

    private void write(Link link, MemorySegment packet) {
        try {
            link.write(packet, List.of());
        } catch (IOException failed) {
            failure = failed;
        }
    }

    /**
     * Carries no more, and closes the links.
     *
     * @throws IOException what went wrong with one of them before
     */
    @Override
    public void close() throws IOException {
        closed = true;
        LockSupport.unpark(carrier);
        links.forEach(Link::close);
        join(carrier);
        readers.forEach(Forwarder::join);
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException hurried) {
                // It ends at once: all that it waits for has been woken.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
