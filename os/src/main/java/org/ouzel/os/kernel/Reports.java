package org.ouzel.os.kernel;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.stack.stream.Durations;

/**
 * The user timeout that is only reported, of which the kernel knows nothing: told when, for that time, something was unacknowledged
 * and nothing more became acknowledged. The lock is held.
 */
final class Reports {
    private final Endpoint endpoint;
    private final Runnable report;
    private @Nullable Future<?> timer;
    private @Nullable Connection watched;
    private long acknowledged;

    /**
     * @param report tells the user
     */
    Reports(Endpoint endpoint, Runnable report) {
        this.endpoint = endpoint;
        this.report = report;
    }

    /** Something was sent. */
    void onSent() throws ErrnoException {
        if (timer == null && isAsked()) {
            begin();
        }
    }

    /** There is another connection, or another user timeout. */
    void onChanged() throws ErrnoException {
        Future<?> last = timer;
        if (last != null) {
            last.cancel(false);
            timer = null;
        }
        onSent();
    }

    private boolean isAsked() {
        UserTimeout timeout = endpoint.userTimeout();
        return timeout.action() == UserTimeout.Action.REPORT && !timeout.isNone();
    }

    private void begin() throws ErrnoException {
        Connection connection = endpoint.connection();
        if (connection != null && endpoint.reason().isEmpty() && connection.unacknowledged() > 0) {
            watched = connection;
            acknowledged = connection.acknowledged();
            timer = endpoint.engine()
                    .alarm()
                    .after(Durations.nanos(endpoint.userTimeout().after()), this::onTimeout);
        }
    }

    /** On the alarm's thread; takes the lock itself. */
    private void onTimeout() {
        endpoint.lock().lock();
        try {
            timer = null;
            Connection connection = endpoint.connection();
            if (connection == null
                    || !connection.equals(watched)
                    || endpoint.reason().isPresent()
                    || !isAsked()) {
                return;
            }
            if (connection.unacknowledged() > 0 && connection.acknowledged() == acknowledged) {
                report.run();
            }
            begin();
        } catch (ErrnoException failed) {
            throw Asking.refused(failed);
        } finally {
            endpoint.lock().unlock();
        }
    }
}
