package org.ouzel.bench.blocking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.ouzel.bench.blocking.KernelCalls.Waiting;

/** Serves {@link Service#BRIEF} or {@link Service#ECHO} by one thread, which is told of each change of its connections. */
public final class EventServer implements AutoCloseable {
    private final KernelCalls calls = new KernelCalls();
    private final MemorySegment data = Arena.ofAuto().allocate(1);
    private final Epoll epoll;
    private final int listening;

    /** Listens. */
    public EventServer(InetSocketAddress at) throws IOException {
        epoll = new Epoll();
        listening = calls.listen(at, Waiting.NEVER);
        epoll.add(listening, listening);
    }

    /** Serves until something fails. */
    public void run() {
        try {
            while (true) {
                epoll.await(this::onEvents);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void onEvents(int descriptor, int events) throws IOException {
        if (descriptor == listening) {
            accept();
        } else {
            sendBack(descriptor);
        }
    }

    private void accept() throws IOException {
        int accepted = calls.accept(listening, Waiting.NEVER);
        while (accepted != KernelCalls.NOTHING) {
            epoll.add(accepted, accepted);
            accepted = calls.accept(listening, Waiting.NEVER);
        }
    }

    private void sendBack(int descriptor) throws IOException {
        int count = calls.receive(descriptor, data);
        while (count > 0) {
            calls.send(descriptor, data);
            count = calls.receive(descriptor, data);
        }
        if (count == 0) {
            calls.close(descriptor);
        }
    }

    @Override
    public void close() {
        epoll.close();
        calls.close(listening);
    }
}
