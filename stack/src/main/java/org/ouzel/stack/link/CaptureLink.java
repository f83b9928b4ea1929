package org.ouzel.stack.link;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.link.PcapNg.Direction;

/**
 * A link that writes down every packet that goes over it, in a pcapng file that Wireshark and its like can read.
 *
 * <p>Packets stand in the file in the order in which they went by here, and carry the time at which they were read or written.
 * A written packet is noted before it goes out, so that its answer cannot stand before it; a packet that the link then has no
 * room for is in the file too, lost on its way as any other could be.
 *
 * <p>Over a link with offload a packet may be many segments, and its TCP checksum the sum of the pseudo-header alone: it is written down as it
 * went by here.
 *
 * <p>A file that can no longer be written does not end the link: the capture stops, and {@link #failure} says why. The file is
 * complete when the link is closed.
 *
 * <p><b>Threads.</b> As for every {@link Link}. The reader and the writers take turns at the file by a lock, so one may wait
 * for the disk on behalf of the other.
 */
public final class CaptureLink implements Link {
    private final Link inner;

    // The wall clock is read once, so that times never run backwards.
    private final long epochNs;
    private final long epochNanoTime;

    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by turn.
    private final PcapNg capture;
    private boolean ended;
    private @Nullable IOException failure;

    /**
     * Captures into a file.
     *
     * @param inner the link; closed with this one
     * @param file created, or begun anew if it exists
     * @throws IOException if the file cannot be opened; the link is then as it was
     */
    public CaptureLink(Link inner, Path file) throws IOException {
        // Not a channel: those are closed when the thread that writes is interrupted, and any thread may be the writer.
        this(inner, Files.newOutputStream(file));
    }

    /**
     * Captures into a channel, which is closed with the link. If it is interruptible, a writing thread that is interrupted ends
     * the capture.
     *
     * @param inner the link; closed with this one
     * @param file a channel in blocking mode, written from where it stands
     */
    public CaptureLink(Link inner, WritableByteChannel file) {
        this(inner, Channels.newOutputStream(file));
    }

    private CaptureLink(Link inner, OutputStream file) {
        this.inner = inner;
        Instant now = Instant.now();
        this.epochNanoTime = System.nanoTime();
        this.epochNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        this.capture = new PcapNg(file, inner.name(), inner.capabilities().frameBytes());
    }

    /** The first thing that went wrong with the file; nothing was written to it after that. */
    public Optional<IOException> failure() {
        turn.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            turn.unlock();
        }
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
        boolean open = inner.read(into, timeoutNs);
        for (int i = 0; i < into.size(); i++) {
            note(List.of(into.frame(i)), Direction.INBOUND, into.arrivedAtNs(i));
        }
        return open;
    }

    @Override
    public boolean write(MemorySegment headers, List<MemorySegment> payload, int segmentSize, int checksumStart)
            throws IOException {
        List<MemorySegment> parts = new ArrayList<>(1 + payload.size());
        parts.add(headers);
        parts.addAll(payload);
        note(parts, Direction.OUTBOUND, System.nanoTime());
        return inner.write(headers, payload, segmentSize, checksumStart);
    }

    @Override
    public Optional<Runnable> deferWrites() {
        return inner.deferWrites();
    }

    @Override
    public Optional<Runnable> waker() {
        return inner.waker();
    }

    private void note(List<MemorySegment> packet, Direction direction, long nanoTime) {
        turn.lock();
        try {
            if (!ended && failure == null) {
                capture.packet(packet, direction, epochNs + (nanoTime - epochNanoTime));
            }
        } catch (IOException failed) {
            failure = failed;
        } finally {
            turn.unlock();
        }
    }

    /** Closes the link, then the file. Whether all of it could be written is then to be learnt from {@link #failure}. */
    @Override
    public void close() {
        inner.close();
        turn.lock();
        try {
            if (!ended) {
                ended = true;
                capture.close();
            }
        } catch (IOException failed) {
            if (failure == null) {
                failure = failed;
            } else {
                failure.addSuppressed(failed);
            }
        } finally {
            turn.unlock();
        }
    }
}
