package org.ouzel.bench.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.ouzel.bench.blocking.Latencies;
import org.ouzel.bench.blocking.Sockets;

/** A byte there and one back, by calls that block. */
final class PingPong {
    /** How many round trips a round has at the most: more than there are in the seconds that it lasts. */
    static final int MOST = 1 << 20;

    private PingPong() {}

    static Map<Measure, Double> run(Sockets sockets, ThreadKind threads, long limitNs) throws IOException {
        try (Sockets.Listening listening = sockets.listen(Sockets.LOOPBACK)) {
            Sides<Boolean, Map<Measure, Double>> sides =
                    new Sides<>(() -> echo(listening), () -> call(sockets.connect(listening.address()), limitNs));
            return sides.run(threads).client();
        }
    }

    private static boolean echo(Sockets.Listening listening) throws IOException {
        Sockets.End end = listening.accept();
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        while (end.read(data.clear()) == 1) {
            end.write(data.flip());
        }
        end.close();
        return true;
    }

    private static Map<Measure, Double> call(Sockets.End end, long limitNs) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        Latencies latencies = new Latencies(MOST);
        Meter meter = Meter.start(limitNs);
        long before = meter.began();
        do {
            end.write(data.clear());
            if (end.read(data.clear()) != 1) {
                throw new IOException("the peer has ended");
            }
            long now = System.nanoTime();
            latencies.add(now - before);
            before = now;
        } while (!meter.isOver(before) && !latencies.isFull());
        Map<Measure, Double> values = meter.stop(latencies);
        end.finish();
        Sockets.readEnd(end, data.clear());
        end.close();
        return values;
    }
}
