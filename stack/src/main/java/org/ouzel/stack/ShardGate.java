package org.ouzel.stack;

import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.around.Monitor;

/** A gate of a shard's lock: nobody waits there before what he has sent is on its way. Made for real when somebody first waits. */
final class ShardGate implements Gate {
    private final Shard shard;
    private final Monitor monitor;
    private @Nullable Gate gate;

    /** How often it has been opened. */
    private int opened;

    ShardGate(Shard shard, Monitor monitor) {
        this.shard = shard;
        this.monitor = monitor;
    }

    @Override
    public boolean await(long deadline) throws InterruptedIOException {
        int before = opened;
        shard.letPacketsGo();
        if (opened != before) {
            return true;
        }
        Gate waited = gate;
        if (waited == null) {
            waited = monitor.gate();
            gate = waited;
        }
        return waited.await(deadline);
    }

    @Override
    public void open() {
        opened++;
        if (gate != null) {
            gate.open();
        }
    }

    @Override
    public void openForOne() {
        opened++;
        if (gate != null) {
            gate.openForOne();
        }
    }
}
