package org.ouzel.bench.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.ouzel.bench.blocking.Sockets;

/** Connections one after the other, by calls that block. */
final class Connections {
    /**
     * How many a round has at the most. Each leaves a port in TIME-WAIT; with more than there are ports of one parity, which Linux
     * tries first, the kernel would search for them, and whoever is faster would be searching more.
     */
    static final int MOST = 10_000;

    private Connections() {}

    static Map<Measure, Double> run(Sockets sockets, ThreadKind threads, long limitNs) throws IOException {
        try (Sockets.Listening listening = sockets.listen(Sockets.LOOPBACK)) {
            Sides<Boolean, Map<Measure, Double>> sides =
                    new Sides<>(() -> serve(listening), () -> call(sockets, listening, limitNs));
            return sides.run(threads).client();
        }
    }

    /** Serves until a client sends a byte. */
    private static boolean serve(Sockets.Listening listening) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        boolean last = false;
        while (!last) {
            Sockets.End end = listening.accept();
            last = end.read(data.clear()) != -1;
            if (last) {
                Sockets.readEnd(end, data.clear());
            }
            end.close();
        }
        return true;
    }

    private static Map<Measure, Double> call(Sockets sockets, Sockets.Listening listening, long limitNs)
            throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        Meter meter = Meter.start(limitNs);
        int count = 0;
        do {
            end(sockets.connect(listening.address()), data);
            count++;
        } while (count < MOST && !meter.isOver(System.nanoTime()));
        sockets.awaitGivenBack();
        Map<Measure, Double> values = meter.stopConnections(count);
        Sockets.End last = sockets.connect(listening.address());
        last.write(data.clear());
        end(last, data);
        return values;
    }

    private static void end(Sockets.End end, ByteBuffer data) throws IOException {
        end.finish();
        Sockets.readEnd(end, data.clear());
        end.close();
    }
}
