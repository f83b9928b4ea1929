package org.ouzel.os.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.ActiveOpen;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;

/** The opens of a stream: OPEN of RFC 9293 §3.9.1.1. The lock is held. */
final class Opening {
    private final Endpoint endpoint;
    private final Engine engine;
    private final Waits.Told told;

    /** What the stream's connections have; its user timeout is what an open has that brings none. */
    private StreamOptions options;

    private @Nullable Door door;

    /** The addresses of the connection, known for good once they are. */
    private Optional<InetSocketAddress> local = Optional.empty();

    private Optional<InetSocketAddress> remote = Optional.empty();
}
