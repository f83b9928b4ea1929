package org.ouzel.os.kernel;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Monitor;

/**
 * How the host and its reactors know a stream or a listener: without keeping it for ever. Who calls it keeps it, and who is to be
 * told; one that nobody refers to any more is garbage, though it may be open, and its descriptor is then given back.
 */
final class Known implements Waits.Told, Engine.Member {
    private final WeakReference<Subject> subject;

    /** The same again, as long as somebody is to be told. Guarded by its lock. */
    @SuppressWarnings("UnusedVariable") // to refer to it is all that it is for
    private @Nullable Subject kept;

    /** A stream or a listener. */
    interface Subject extends Waits.Told, Engine.Member {}

    Known(Subject subject) {
        this.subject = new WeakReference<>(subject);
    }

    /** Somebody is to be told, and there may be something to tell: it is there for him. Its lock is held. */
    void keep() {
        kept = subject.get();
    }

    /** There is nothing more to tell. Its lock is held. */
    void keepNoLonger() {
        kept = null;
    }

    @Override
    public void onEdge(int events) {
        Subject there = subject.get();
        if (there != null) {
            there.onEdge(events);
        }
    }

    @Override
    public void onHostClosed() {
        Subject there = subject.get();
        if (there != null) {
            there.onHostClosed();
        }
    }

    /**
     * What is to be done once nobody refers to it any more: it ends, and its descriptor is given back. Of a connection the kernel
     * then sends the end, behind what was given to it, or a reset if something was not read.
     */
    Runnable forgotten(Engine engine, Monitor lock, SocketHandle handle, Waits waits) {
        return () -> {
            lock.lock();
            try {
                if (!handle.isClosed()) {
                    waits.end();
                    handle.close();
                    engine.leave(this);
                }
            } finally {
                lock.unlock();
            }
        };
    }
}
