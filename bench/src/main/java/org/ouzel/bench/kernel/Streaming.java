package org.ouzel.bench.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.ouzel.bench.blocking.Sockets;

/** As much as goes over one connection one way, by calls that block. Counted until the sender knows that all was received. */
final class Streaming {
    /** What is written at a time, and the most that is read. */
    static final int CALL_BYTES = 64 << 10;

    private Streaming() {}

    /**
     * What the sender tells.
     *
     * @param sent how many bytes it has sent
     */
    private record Sent(long sent, Map<Measure, Double> values) {}

    static Map<Measure, Double> run(Sockets sockets, ThreadKind threads, long limitNs) throws IOException {
        try (Sockets.Listening listening = sockets.listen(Sockets.LOOPBACK)) {
            Sides<Long, Sent> sides =
                    new Sides<>(() -> receive(listening), () -> send(sockets.connect(listening.address()), limitNs));
            Sides.Ended<Long, Sent> ended = sides.run(threads);
            requireAll(ended.client().sent(), ended.server());
            return ended.client().values();
        }
    }

    static void requireAll(long sent, long received) throws IOException {
        if (sent != received) {
            throw new IOException("received " + received + " bytes of " + sent);
        }
    }

    private static long receive(Sockets.Listening listening) throws IOException {
        Sockets.End end = listening.accept();
        ByteBuffer data = ByteBuffer.allocateDirect(CALL_BYTES);
        long received = 0;
        for (int count = end.read(data); count >= 0; count = end.read(data.clear())) {
            received += count;
        }
        end.close();
        return received;
    }

    private static Sent send(Sockets.End end, long limitNs) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(CALL_BYTES);
        Meter meter = Meter.start(limitNs);
        long sent = 0;
        do {
            end.write(data.clear());
            sent += CALL_BYTES;
        } while (!meter.isOver(System.nanoTime()));
        end.finish();
        Sockets.readEnd(end, data.clear());
        Map<Measure, Double> values = meter.stopBytes(sent);
        end.close();
        return new Sent(sent, values);
    }
}
