package org.ouzel.stack;

import java.util.function.Supplier;
import org.ouzel.StreamOptions;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.congestion.CongestionControl;

/**
 * Makes the blocks of streams with the same options, which share what the core makes of those.
 *
 * @param options the options
 * @param environment what all of the shard's connections share
 * @param settings what the options are to the core
 * @param congestion makes the congestion control of each connection
 */
record Blocks(
        StreamOptions options, Environment environment, TcpSettings settings, Supplier<CongestionControl> congestion) {
    Tcb block() {
        return new Tcb(environment, settings, congestion);
    }
}
