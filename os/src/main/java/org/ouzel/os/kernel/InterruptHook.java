package org.ouzel.os.kernel;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Tells of an interrupt of the thread that is between {@link #enter} and {@link #leave}. The platform has no other public way
 * to be told: a selector's, whose wake-up this is. Nothing is selected by it.
 */
final class InterruptHook extends AbstractSelector {
    private final Runnable interrupted;
    private volatile boolean fired;

    /**
     * A hook.
     *
     * @param interrupted run by the interrupting thread, or by {@link #enter} if that was before
     */
    InterruptHook(Runnable interrupted) {
        super(SelectorProvider.provider());
        this.interrupted = interrupted;
    }

    void enter() {
        begin();
    }

    void leave() {
        end();
    }

    /** Whether there was an interrupt since this was last asked. */
    boolean takeFired() {
        boolean was = fired;
        fired = false;
        return was;
    }

    @Override
    public Selector wakeup() {
        fired = true;
        interrupted.run();
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException("only tells of interrupts");
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeoutMs) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
