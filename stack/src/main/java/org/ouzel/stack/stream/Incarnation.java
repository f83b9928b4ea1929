package org.ouzel.stack.stream;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;

/**
 * One of a stream's connections, from the open on: what has come of it, for the calls that began on it and may find the stream
 * opened again when they wake. Guarded by the engine's lock.
 */
public final class Incarnation {
    private Progress progress;
    private boolean replaced;

    /** Null while it has not ended. */
    private @Nullable End end;

    private record End(Optional<CloseReason> reason, Supplier<IOException> openFailure, long bytesAcknowledged) {}

    /** How far its open has come. */
    public enum Progress {
        /** There was none. */
        NONE,
        /** Under way. */
        PENDING,
        /** Done, well. */
        OPENED,
        /** Done, badly. */
        FAILED
    }

    /** A connection whose open has come so far. */
    public Incarnation(Progress progress) {
        this.progress = progress;
    }

    /** How far its open has come. */
    public Progress progress() {
        return progress;
    }

    /** Whether its open has come to an end, well or badly. */
    public boolean isOpenDone() {
        return progress == Progress.OPENED || progress == Progress.FAILED;
    }

    /** The connection is established. */
    public void opened() {
        progress = Progress.OPENED;
    }

    /**
     * The connection has ended; it was never established if the open is pending.
     *
     * @param why empty if there was no connection
     * @param failure makes what the open throws if it is pending: anew for each call that waits for it
     * @param acknowledged how many bytes the peer had acknowledged
     */
    public void ended(Optional<CloseReason> why, Supplier<IOException> failure, long acknowledged) {
        if (progress == Progress.PENDING) {
            progress = Progress.FAILED;
        }
        end = new End(why, failure, acknowledged);
    }

    /** The stream is opened again. */
    public void replace() {
        replaced = true;
    }

    /** Whether the stream has been opened again since. */
    public boolean isReplaced() {
        return replaced;
    }

    /** What the open failed with. */
    public Optional<IOException> failure() {
        return progress == Progress.FAILED && end != null ? Optional.of(end.openFailure.get()) : Optional.empty();
    }

    /**
     * Throws if it ended otherwise than by both sides closing.
     *
     * @throws StreamEndedException why, and how many bytes the peer had acknowledged
     */
    public void requireNotBroken() throws StreamEndedException {
        if (end != null && end.reason.isPresent() && !(end.reason.get() instanceof CloseReason.Graceful)) {
            throw new StreamEndedException(end.reason.get(), end.bytesAcknowledged);
        }
    }

    /**
     * Throws if the stream has been opened again since: no call goes over to another connection.
     *
     * @throws IOException why this connection ended, or that it is closing
     */
    public void requireCurrent() throws IOException {
        if (replaced) {
            requireNotBroken();
            throw new TcpCallException(TcpRefusal.CONNECTION_CLOSING);
        }
    }
}
