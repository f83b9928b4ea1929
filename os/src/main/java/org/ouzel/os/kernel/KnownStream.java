package org.ouzel.os.kernel;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * How the host and its reactors know a stream: without keeping it for ever. Who calls it keeps it, and who listens; a stream
 * that nobody refers to any more is garbage, though it may be open, and its descriptor is then given back.
 */
final class KnownStream implements Waits.Told, Engine.Member {
    private final WeakReference<KernelStream> stream;

    /** The stream again, as long as a listener is to be told. Guarded by the stream's lock. */
    @SuppressWarnings("UnusedVariable") // to refer to it is all that it is for
    private @Nullable KernelStream listened;

    KnownStream(KernelStream stream) {
        this.stream = new WeakReference<>(stream);
    }

    /** Somebody listens, and a connection is open or waited for: the stream is there for him. The stream's lock is held. */
    void keep() {
        listened = stream.get();
    }

    /** There is nothing more to tell. The stream's lock is held. */
    void keepNoLonger() {
        listened = null;
    }

    @Override
    public void onEdge(int events) {
        KernelStream there = stream.get();
        if (there != null) {
            there.onEdge(events);
        }
    }

    @Override
    public void onHostClosed() {
        KernelStream there = stream.get();
        if (there != null) {
            there.abort();
        }
    }
}
