package org.ouzel.bench.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Sockets;
import org.ouzel.os.kernel.KernelHost;

/** The process that measures. It tells what it does on its standard output, and ends when its standard input does. */
public final class KernelRounds {
    private KernelRounds() {}

    /**
     * Measures.
     *
     * @param arguments how many rounds to warm up by, how many to measure, how many nanoseconds each lasts
     */
    public static void main(String[] arguments) throws IOException {
        ParentProcess.endWithIt();
        Optional<String> obstacle = NettyLoops.obstacle();
        if (obstacle.isPresent()) {
            tell(new Told.Obstructed(obstacle.get()));
        } else {
            run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
        }
        System.exit(0);
    }

    /** Round by round, so that what else this computer does meets all alike; nobody is always behind the same one. */
    private static void run(int warmups, int rounds, long limitNs) throws IOException {
        for (int round = -warmups; round < rounds; round++) {
            for (Workload workload : Workload.values()) {
                List<Entry> entries = new ArrayList<>(Entry.of(workload));
                Collections.rotate(entries, round);
                for (Entry entry : entries) {
                    Map<Measure, Double> values = run(entry, limitNs);
                    tell(round < 0 ? new Told.Warmed() : new Told.Measured(new Sample(round, entry, values)));
                }
            }
        }
    }

    private static void tell(Told told) {
        System.out.println(told.line());
    }

    private static Map<Measure, Double> run(Entry entry, long limitNs) throws IOException {
        boolean noDelay = !entry.workload().equals(Workload.CONNECTIONS);
        return switch (entry.contender()) {
            case OUZEL -> run(new HostSockets(KernelHost.open("bench"), noDelay), entry, limitNs);
            case NIO -> run(new NioSockets(noDelay), entry, limitNs);
            case NETTY -> NettyLoops.run(entry.workload(), limitNs);
        };
    }

    private static Map<Measure, Double> run(Sockets sockets, Entry entry, long limitNs) throws IOException {
        try (sockets) {
            return switch (entry.workload()) {
                case PING_PONG -> PingPong.run(sockets, entry.threads(), limitNs);
                case STREAMING -> Streaming.run(sockets, entry.threads(), limitNs);
                case CONNECTIONS -> Connections.run(sockets, entry.threads(), limitNs);
            };
        }
    }
}
