package org.ouzel.stack;

import java.io.InterruptedIOException;
import org.ouzel.stack.around.Gate;

/** A gate of a shard's lock: nobody waits there before what he has sent is on its way. */
final class ShardGate implements Gate {
    private final Shard shard;
    private final Gate gate;

    /** How often it has been opened. */
    private int opened;

    /** How many wait. */
    private int waiting;

    /**
     * A gate at which nobody waits.
     *
     * @param gate the same, of the lock itself
     */
    ShardGate(Shard shard, Gate gate) {
        this.shard = shard;
        this.gate = gate;
    }

    /** Whether nobody waits. */
    boolean isDeserted() {
        return waiting == 0;
    }

    @Override
    public boolean await(long deadline) throws InterruptedIOException {
        waiting++;
        try {
            int before = opened;
            shard.beforeWaiting();
            return opened != before || gate.await(deadline);
        } finally {
            waiting--;
        }
    }

    @Override
    public void open() {
        opened++;
        gate.open();
    }

    @Override
    public void openForOne() {
        opened++;
        gate.openForOne();
    }
}
