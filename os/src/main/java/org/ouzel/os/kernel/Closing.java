package org.ouzel.os.kernel;

import java.io.IOException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ouzel.StreamEndedException;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;

/** The end of sending: CLOSE of RFC 9293 §3.9.1.4, and what follows when nobody reads. The lock is held. */
final class Closing {
    private final Endpoint endpoint;
    private final Opening opening;

    /** Whether the end of this connection was told to the user by a close, or made by himself. */
    private boolean endTold;

    private int receives;
    private @Nullable Future<?> finWait2;

    Closing(Endpoint endpoint, Opening opening) {
        this.endpoint = endpoint;
        this.opening = opening;
    }

    /** Another open begins. */
    void onOpen() {
        endTold = false;
        stopFinWait2();
    }

    /** The user has aborted. */
    void onAbort() {
        endTold = true;
        stopFinWait2();
    }

    /**
     * No more data will be sent.
     *
     * @return whether there is something to wait for
     */
    boolean start() throws IOException {
        if (endTold) {
            return false;
        }
        // Where it was open when last looked at, the shutdown itself tells whether it still is.
        if (endpoint.incarnation().progress() != Incarnation.Progress.OPENED) {
            endpoint.look();
        }
        if (endpoint.isOver()) {
            return wasOver();
        }
        Connection connection = endpoint.connection();
        if (connection == null || endpoint.incarnation().progress() == Incarnation.Progress.PENDING) {
            endTold = true;
            opening.onAbort();
            endpoint.abort();
            return false;
        }
        return shutdown(connection) || wasOver();
    }

    private boolean wasOver() throws StreamEndedException {
        endTold = true;
        requireAcknowledged(endpoint.incarnation());
        return false;
    }

    /** Whether there was a connection still. */
    private boolean shutdown(Connection connection) throws IOException {
        try {
            connection.shutdown();
        } catch (ErrnoException notConnected) {
            // Why it has ended the kernel tells otherwise.
            endpoint.look();
            if (endpoint.isOver()) {
                return false;
            }
            throw notConnected;
        }
        if (connection.isPeerClosed()) {
            endpoint.look();
        }
        // Sends that wait for room end now, whatever the peer does.
        endpoint.wakeAll();
        if (endpoint.reason().isEmpty()) {
            endpoint.engine().stragglers().add(() -> watch(connection));
        }
        return true;
    }

    // Who closes and reads to the end gives the descriptor back by that. For the others the reactor does, later:
    // to be told at once costs more than all the rest of a close.
    private void watch(Connection connection) {
        endpoint.lock().lock();
        try {
            if (connection.equals(endpoint.connection()) && endpoint.reason().isEmpty()) {
                connection.waits().watch();
            }
        } catch (IOException failed) {
            throw new AssertionError("a descriptor that is open cannot be watched", failed);
        } finally {
            endpoint.lock().unlock();
        }
    }

    /** Waits until all is acknowledged. */
    void await() throws IOException {
        Incarnation closing = endpoint.incarnation();
        Connection connection = endpoint.connection();
        if (connection != null && endpoint.reason().isEmpty()) {
            connection.waits().watch();
        }
        endpoint.look();
        while (!closing.isReplaced() && !isDone()) {
            endpoint.changed().await(Surroundings.NEVER);
        }
        if (!closing.isReplaced()) {
            endTold = true;
        }
        requireAcknowledged(closing);
    }

    /** What a close promises: that all data and the FIN were acknowledged. What became of the connection then is another matter. */
    private void requireAcknowledged(Incarnation closed) throws StreamEndedException {
        if (closed.isReplaced() || !endpoint.isFinAcknowledged()) {
            closed.requireNotBroken();
        }
    }

    /** Whether all data and the FIN are acknowledged, or nothing is open. */
    boolean isDone() {
        return endpoint.isOver() || endpoint.isFinAcknowledged();
    }

    // ---- After the close, the time that nobody reads

    void receiveBegins() {
        receives++;
        stopFinWait2();
    }

    void receiveEnds() {
        receives--;
        onProgress();
    }

    /** Something has come of the close. */
    void onProgress() {
        if (finWait2 == null && receives == 0 && endpoint.isInFinWait2()) {
            long time = Durations.nanos(opening.options().times().finWait2());
            if (time != Surroundings.NEVER) {
                finWait2 = endpoint.engine().alarm().after(time, this::onFinWait2);
            }
        }
    }

    /** On the alarm's thread; takes the lock itself. */
    private void onFinWait2() {
        endpoint.lock().lock();
        try {
            if (finWait2 != null && receives == 0 && endpoint.isInFinWait2()) {
                finWait2 = null;
                endpoint.expire();
            }
        } catch (ErrnoException failed) {
            throw Asking.refused(failed);
        } finally {
            endpoint.lock().unlock();
        }
    }

    private void stopFinWait2() {
        if (finWait2 != null) {
            finWait2.cancel(false);
            finWait2 = null;
        }
    }
}
