package org.ouzel.stack;

import java.io.IOException;
import java.util.Optional;
import org.ouzel.CloseReason;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.core.tcp.Ending;

/**
 * One of a stream's connections, from the open on: what has come of it, for the calls that began on it and may find the stream
 * opened again when they wake. Guarded by the shard's lock.
 */
final class Incarnation {
    private Progress progress;
    private Optional<Ending> ending = Optional.empty();
    private long bytesAcknowledged;
    private boolean replaced;

    /** How far its open has come. */
    enum Progress {
        /** There was none. */
        NONE,
        /** Under way. */
        PENDING,
        /** Done, well. */
        OPENED,
        /** Done, badly. */
        FAILED
    }

    Incarnation(Progress progress) {
        this.progress = progress;
    }

    Progress progress() {
        return progress;
    }

    boolean isOpenDone() {
        return progress == Progress.OPENED || progress == Progress.FAILED;
    }

    /** The connection is established. */
    void opened() {
        progress = Progress.OPENED;
    }

    /** The connection has ended; it was never established if the open is pending. */
    void ended(Ending why, long acknowledged) {
        if (progress == Progress.PENDING) {
            progress = Progress.FAILED;
        }
        ending = Optional.of(why);
        bytesAcknowledged = acknowledged;
    }

    /** The stream is opened again. */
    void replace() {
        replaced = true;
    }

    /** Whether the stream has been opened again since. */
    boolean isReplaced() {
        return replaced;
    }

    /** What the open failed with. */
    Optional<IOException> failure() {
        return progress == Progress.FAILED ? ending.map(Reasons::failedOpen) : Optional.empty();
    }

    /** Throws if it ended otherwise than by both sides closing. */
    void requireNotBroken() throws StreamEndedException {
        Optional<CloseReason> reason = ending.flatMap(Reasons::of);
        if (reason.isPresent() && !(reason.get() instanceof CloseReason.Graceful)) {
            throw new StreamEndedException(reason.get(), bytesAcknowledged);
        }
    }

    /** Throws if the stream has been opened again since: no call goes over to another connection. */
    void requireCurrent() throws IOException {
        if (replaced) {
            requireNotBroken();
            throw new TcpCallException(TcpRefusal.CONNECTION_CLOSING);
        }
    }
}
