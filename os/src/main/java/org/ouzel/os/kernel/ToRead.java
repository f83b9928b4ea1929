package org.ouzel.os.kernel;

import org.ouzel.CloseReason;
import org.ouzel.os.sys.Abi;
import org.ouzel.stack.stream.Unread;

/** What has come for the user of a stream, as the kernel tells it. The lock is held. */
final class ToRead implements Unread {
    private final Endpoint endpoint;

    ToRead(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public long unreadBytes() {
        Connection connection = endpoint.connection();
        return connection == null ? 0 : Asking.answer(connection::unread);
    }

    /** How many bytes have come on the connection, read or not. */
    long arrived() {
        Connection connection = endpoint.connection();
        return connection == null ? 0 : connection.read() + unreadBytes();
    }

    @Override
    public boolean isUrgentMode() {
        Connection connection = endpoint.connection();
        return connection != null
                && (connection.isUrgentBegun()
                        || (endpoint.engine().ready(connection.handle(), Abi.POLLPRI) & Abi.POLLPRI) != 0);
    }

    @Override
    public boolean isAtEnd() {
        Connection connection = endpoint.connection();
        return connection == null ? isOverAndRead() : connection.isPeerClosed() && unreadBytes() == 0;
    }

    /** Whether the connection is over, and all of it was read. */
    boolean isOverAndRead() {
        return endpoint.connection() == null
                && endpoint.reason()
                        .filter(CloseReason.Graceful.class::isInstance)
                        .isPresent();
    }
}
