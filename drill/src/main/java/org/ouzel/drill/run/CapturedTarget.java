package org.ouzel.drill.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.stack.link.PcapNg;
import org.ouzel.stack.link.PcapNg.Direction;

/**
 * A host whose packets, both ways, are written to a pcapng file, with its times counted from the beginning of 1970.
 *
 * <p>A file that can no longer be written does not disturb the script: the capture stops, and {@link #close} says why.
 */
public final class CapturedTarget implements Target {
    private static final int LARGEST_BYTES = 1 << 18;

    private final Target inner;
    private final PcapNg capture;
    private @Nullable IOException failure;

    private CapturedTarget(Target inner, PcapNg capture) {
        this.inner = inner;
        this.capture = capture;
    }

    /**
     * Captures into a file.
     *
     * @param inner closed with this
     * @param file created, or begun anew if it exists; so are the folders that it is in
     */
    public static CapturedTarget to(Target inner, Path file) throws IOException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return new CapturedTarget(inner, new PcapNg(Files.newOutputStream(file), "drill", LARGEST_BYTES));
        } catch (IOException failed) {
            try (inner) {
                throw failed;
            }
        }
    }

    @Override
    public Network network() {
        return inner.network();
    }

    @Override
    public long now() {
        return inner.now();
    }

    @Override
    public void inject(MemorySegment packet) throws IOException {
        note(packet, Direction.INBOUND, inner.now());
        inner.inject(packet);
    }

    @Override
    public Answer call(Call call) throws IOException {
        return inner.call(call);
    }

    @Override
    public boolean pass(long until) throws IOException {
        return inner.pass(until);
    }

    @Override
    public Optional<Sent> takeSent() {
        Optional<Sent> sent = inner.takeSent();
        sent.ifPresent(packet -> note(packet.bytes(), Direction.OUTBOUND, packet.at()));
        return sent;
    }

    private void note(MemorySegment packet, Direction direction, long at) {
        if (failure != null) {
            return;
        }
        try {
            capture.packet(List.of(packet), direction, at);
        } catch (IOException failed) {
            failure = failed;
        }
    }

    @Override
    public List<Ended> takeEnded() {
        return inner.takeEnded();
    }

    @Override
    public Shell shell() {
        return inner.shell();
    }

    @Override
    public void close() throws IOException {
        try (inner;
                capture) {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
