package org.ouzel.bench.blocking;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** What is done again and again with a {@link Service} for so long, and measured where the call comes from. */
public enum Call {
    /** As much as goes over one connection to the one that serves. */
    IN {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            Sockets.End end = caller.connect(Service.SINK);
            ByteBuffer data = ByteBuffer.allocateDirect(Service.CALL_BYTES);
            long began = System.nanoTime();
            long sent = 0;
            do {
                end.write(data.clear());
                sent += Service.CALL_BYTES;
            } while (System.nanoTime() - began < limitNs);
            end.finish();
            long received = count(end, data);
            long took = System.nanoTime() - began;
            end.close();
            if (received != sent) {
                throw new IOException("received " + received + " bytes of " + sent);
            }
            return Map.of(Measure.IN, gbps(sent, took));
        }
    },
    /** The same where no kernel is at either end. */
    STREAM {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            double gbps = IN.run(caller, limitNs).getOrDefault(Measure.IN, 0.0);
            return Map.of(Measure.STREAM, gbps, Measure.SEGMENTS, gbps * NANOS_PER_SECOND / Byte.SIZE / SEGMENT_BYTES);
        }
    },
    /** As much as comes over one connection from it. */
    OUT {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            Sockets.End end = caller.connect(Service.SOURCE);
            ByteBuffer data = ByteBuffer.allocateDirect(Service.CALL_BYTES);
            long received = 0;
            long began = System.nanoTime();
            do {
                int count = end.read(data.clear());
                if (count < 0) {
                    throw new IOException("the source has ended after " + received + " bytes");
                }
                received += count;
            } while (System.nanoTime() - began < limitNs);
            long took = System.nanoTime() - began;
            end.reset();
            return Map.of(Measure.OUT, gbps(received, took));
        }
    },
    /** A byte there and a byte back over one connection. */
    PING_PONG {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            Sockets.End end = caller.connect(Service.ECHO);
            ByteBuffer data = ByteBuffer.allocateDirect(1);
            Latencies latencies = new Latencies(MOST_ROUND_TRIPS);
            long began = System.nanoTime();
            long before = began;
            do {
                Caller.exchange(end, data);
                long now = System.nanoTime();
                latencies.add(now - before);
                before = now;
            } while (before - began < limitNs && !latencies.isFull());
            Caller.end(end, data);
            return Map.of(
                    Measure.P50, latencies.quantile(HALF) / NANOS_PER_MICRO,
                    Measure.P99, latencies.quantile(MOST) / NANOS_PER_MICRO);
        }
    },
    /** Connections one after the other: opened, a byte there and a byte back, ended by the caller, then by the one that serves. */
    ONE_AT_A_TIME {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            return Map.of(Measure.C1, caller.connectionsPerSecond(1, limitNs));
        }
    },
    /** The same by 16 at once. */
    SIXTEEN_AT_A_TIME {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            return Map.of(Measure.C16, caller.connectionsPerSecond(16, limitNs));
        }
    },
    /** The same by 16 at once, where one thread of the caller's is told of what happens to any. */
    SIXTEEN_BY_EVENTS {
        @Override
        Map<Measure, Double> run(Caller caller, long limitNs) throws IOException {
            return Map.of(Measure.E16, caller.sockets().connectionsByEvents(caller.host(), 16, limitNs));
        }
    };

    private static final int MOST_ROUND_TRIPS = 1 << 20;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SEGMENT_BYTES = 1460;
    private static final double HALF = 0.5;
    private static final double MOST = 0.99;

    /** What is told of it. */
    public List<Measure> measures() {
        return switch (this) {
            case IN -> List.of(Measure.IN);
            case OUT -> List.of(Measure.OUT);
            case STREAM -> List.of(Measure.STREAM, Measure.SEGMENTS);
            case PING_PONG -> List.of(Measure.P50, Measure.P99);
            case ONE_AT_A_TIME -> List.of(Measure.C1);
            case SIXTEEN_AT_A_TIME -> List.of(Measure.C16);
            case SIXTEEN_BY_EVENTS -> List.of(Measure.E16);
        };
    }

    abstract Map<Measure, Double> run(Caller caller, long limitNs) throws IOException;

    /**
     * Measures for so long, and a little longer.
     *
     * @throws IOException if it failed
     */
    public Map<Measure, Double> run(Sockets sockets, InetAddress host, ThreadFactory factory, long limitNs)
            throws IOException {
        Caller caller = new Caller(sockets, host, factory);
        return caller.one(() -> run(caller, limitNs));
    }

    private static double gbps(long bytes, long tookNs) {
        return (double) bytes * Byte.SIZE / tookNs;
    }

    /** What a {@link Service#SINK} says at the end. */
    private static long count(Sockets.End end, ByteBuffer data) throws IOException {
        data.clear().limit(Long.BYTES);
        while (data.hasRemaining()) {
            if (end.read(data) < 0) {
                throw new IOException("the sink has ended and told nothing");
            }
        }
        long received = data.flip().getLong();
        Sockets.readEnd(end, data.clear());
        return received;
    }
}
