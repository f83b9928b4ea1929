package org.ouzel.drill.posix;

import java.util.function.Supplier;
import org.ouzel.core.node.Node;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpTuning;

/**
 * What all sockets of a system share.
 *
 * @param node the machine
 * @param settings what a new socket begins with, as it stands when it is asked for
 * @param bindings who has which port
 */
record Machine(Node node, Supplier<SystemSettings> settings, Bindings bindings) {

    /** A block for a socket with these options. */
    Tcb block(SocketOptions options) {
        return settings.get().block(options.settings(), options.congestion);
    }

    /** The tuning that such a block has. */
    TcpTuning tuning(SocketOptions options) {
        return settings.get().fastOpen().over(options.settings()).tuning();
    }
}
