package org.ouzel.sim.net;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.link.PcapNg;
import org.ouzel.stack.link.PcapNg.Direction;

/**
 * A capture of a link, as if taken at one end of it, in a pcapng file: what is sent there, before anything has befallen it, and
 * what arrives there. Times are the timeline's, counted from the beginning of 1970.
 *
 * {@snippet :
 * try (WireCapture capture = WireCapture.to(file, "A")) {
 *     cable.fromA().observe(capture.sent());
 *     cable.fromB().observe(capture.arrived());
 *     …
 * }
 * }
 *
 * <p>A file that can no longer be written does not disturb the network: the capture stops, and {@link #close} says why.
 */
public final class WireCapture implements AutoCloseable {
    private static final int LARGEST_BYTES = 1 << 18;

    private final PcapNg file;
    private boolean closed;
    private @Nullable IOException failure;

    private WireCapture(OutputStream to, String name) {
        this.file = new PcapNg(to, name, LARGEST_BYTES);
    }

    /**
     * Captures into a file.
     *
     * @param path created, or begun anew if it exists
     * @param name what the interface is called in it
     * @throws IOException if the file cannot be opened
     */
    public static WireCapture to(Path path, String name) throws IOException {
        return to(Files.newOutputStream(path), name);
    }

    /**
     * Captures into a stream, which is closed with this.
     *
     * @param stream written from where it stands
     * @param name what the interface is called
     */
    public static WireCapture to(OutputStream stream, String name) {
        return new WireCapture(stream, name);
    }

    /** Notes what enters a wire: the one that leads away from where the capture is taken. */
    public WireObserver sent() {
        return new WireObserver() {
            @Override
            public void entered(long nowNs, long number, MemorySegment packet) {
                note(packet, Direction.OUTBOUND, nowNs);
            }
        };
    }

    /** Notes what leaves a wire: the one that leads to where the capture is taken. */
    public WireObserver arrived() {
        return new WireObserver() {
            @Override
            public void left(long nowNs, long number, MemorySegment packet) {
                note(packet, Direction.INBOUND, nowNs);
            }
        };
    }

    private void note(MemorySegment packet, Direction direction, long nowNs) {
        if (closed || failure != null) {
            return;
        }
        try {
            file.packet(List.of(packet), direction, nowNs);
        } catch (IOException failed) {
            failure = failed;
        }
    }

    /**
     * Completes the file. What happens on the wires after that is not in it.
     *
     * @throws IOException if not all of the packets could be written
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
