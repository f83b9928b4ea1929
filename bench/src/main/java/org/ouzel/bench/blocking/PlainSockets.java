package org.ouzel.bench.blocking;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.ouzel.bench.blocking.KernelCalls.Waiting;

/** Those of the kernel, by system calls that block and nothing else. For platform threads. */
public final class PlainSockets implements Sockets {
    /** The congestion control that each has and that is read back, whatever the machine's default. */
    public static final String CONTROL = KernelCalls.CONTROL;

    /** For one caller at a time: so each thread has its own. */
    private static final ThreadLocal<KernelCalls> CALLS = ThreadLocal.withInitial(KernelCalls::new);

    /** Those of the namespace that this process is in. */
    public PlainSockets() {}

    @Override
    public Listening listen(InetSocketAddress at) throws IOException {
        return new Server(CALLS.get().listen(at, Waiting.WAITS), at);
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        KernelCalls calls = CALLS.get();
        int descriptor = calls.connect(to, Waiting.WAITS);
        try {
            calls.requireControl(descriptor);
            return new Connected(descriptor);
        } catch (IOException failed) {
            calls.close(descriptor);
            throw failed;
        }
    }

    @Override
    public double connectionsByEvents(InetAddress host, int atOnce, long limitNs) throws IOException {
        try (EventCaller caller = new EventCaller(Service.BRIEF.at(host), atOnce)) {
            return caller.connectionsPerSecond(limitNs);
        }
    }

    /** A close gives back at once. */
    @Override
    public void awaitGivenBack() {}

    @Override
    public void close() {}

    private record Server(int descriptor, InetSocketAddress address) implements Listening {
        @Override
        public End accept() throws IOException {
            return new Connected(CALLS.get().accept(descriptor, Waiting.WAITS));
        }

        @Override
        public void close() {
            CALLS.get().close(descriptor);
        }
    }

    private record Connected(int descriptor) implements End {
        @Override
        public void write(ByteBuffer data) throws IOException {
            KernelCalls calls = CALLS.get();
            while (data.hasRemaining()) {
                data.position(data.position() + calls.send(descriptor, MemorySegment.ofBuffer(data)));
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int count = CALLS.get().receive(descriptor, MemorySegment.ofBuffer(into));
            into.position(into.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void finish() throws IOException {
            CALLS.get().finish(descriptor);
        }

        @Override
        public void close() {
            CALLS.get().close(descriptor);
        }

        @Override
        public void reset() throws IOException {
            CALLS.get().reset(descriptor);
        }
    }
}
