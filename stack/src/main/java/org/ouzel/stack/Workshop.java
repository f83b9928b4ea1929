package org.ouzel.stack;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.StreamOptions;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControls;

/** Where the blocks of a shard's streams are made. Guarded by the shard's lock. */
final class Workshop {
    private final Environment environment;
    private final CongestionControls congestionControls;
    private final LongSupplier random;

    /** Those that were asked for last; null before the first. */
    private @Nullable Blocks last;

    /**
     * A workshop.
     *
     * @param environment what all connections of the shard share
     * @param random 64 bits that nobody outside can guess
     */
    Workshop(Environment environment, CongestionControls congestionControls, LongSupplier random) {
        this.environment = environment;
        this.congestionControls = congestionControls;
        this.random = random;
    }

    Environment environment() {
        return environment;
    }

    /** What makes blocks with these options: most often those that were asked for last. */
    Blocks blocks(StreamOptions options) {
        if (last == null || !last.options().equals(options)) {
            String chosen = options.congestionControl();
            boolean isHosts = chosen.equals(StreamOptions.HOSTS_CONGESTION_CONTROL);
            CongestionControl.Factory factory =
                    congestionControls.factory(isHosts ? congestionControls.preferred() : chosen);
            last = new Blocks(options, environment, Statuses.settings(options), () -> factory.create(random));
        }
        return last;
    }
}
