package org.ouzel.bench.tun;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.JavaCommand;
import org.ouzel.bench.Namespace;
import org.ouzel.bench.blocking.Answers;
import org.ouzel.bench.blocking.Call;
import org.ouzel.bench.blocking.Measure;

/** Two who speak with each other: one who serves, and one who calls it, each in a process of its own. For use by one thread. */
final class Pair implements AutoCloseable {
    /** What namespaces are named for. */
    static final String PURPOSE = "bench";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** About what a processor takes to wake. */
    static final Duration BUSY_POLL = Duration.ofNanos(50_000);

    private static final List<String> OUZEL = List.of("-Xms512m", "-Xmx1g");

    private static final List<String> ONE_CORE = List.of("-Djdk.virtualThreadScheduler.parallelism=1");

    private static final List<String> PLAIN = List.of("-XX:+UseSerialGC", "-Xmx256m");

    private final AskedProcess caller;
    private final Opened opened;

    private Pair(AskedProcess caller, Opened opened) {
        this.caller = caller;
        this.opened = opened;
    }

    /**
     * Opens one.
     *
     * @param peers the other stacks
     */
    static Pair open(Entry entry, Peers peers) throws IOException {
        Opened opened = new Opened(entry.name());
        try {
            String framing = entry.framing().name();
            AskedProcess caller =
                    switch (entry.contender()) {
                        case OUZEL -> opened.behindTun(ouzel(OUZEL, OuzelServer.class, framing));
                        case CALLED ->
                            opened.behindTun(ouzel(OUZEL, CalledServer.class, framing, Duration.ZERO.toString()));
                        case POLLING ->
                            opened.behindTun(ouzel(OUZEL, CalledServer.class, framing, BUSY_POLL.toString()));
                        case CEILING -> opened.behindTun(java(PLAIN, CeilingServer.class, framing, "false"));
                        case COPYING -> opened.behindTun(java(PLAIN, CeilingServer.class, framing, "true"));
                        case LWIP, GVISOR -> opened.behindTun(peers.command(entry.contender()));
                        case VETH -> opened.behindVeth(KernelServer.class);
                        case VETH_EVENTS -> opened.behindVeth(KernelEventServer.class);
                        case MEMORY -> opened.start("caller", ouzel(OUZEL, MemoryCaller.class, framing));
                        case ONE_CORE -> opened.start("caller", ouzel(onOneCore(), MemoryCaller.class, framing));
                    };
            return new Pair(caller, opened);
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    private static List<String> onOneCore() {
        return Stream.concat(OUZEL.stream(), ONE_CORE.stream()).toList();
    }

    private static List<String> ouzel(List<String> options, Class<?> main, String... arguments) {
        return JavaCommand.likeTheCommand(options, main, arguments).line();
    }

    private static List<String> java(List<String> options, Class<?> main, String... arguments) {
        return JavaCommand.of(options, main, arguments).line();
    }

    /** Measures once. */
    Map<Measure, Double> measure(Call call, Duration each) throws IOException {
        return Answers.ask(caller, call, each);
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }

    /** What has been opened for a pair, to be closed in the opposite order. */
    private static final class Opened {
        private final String name;
        private final Deque<Closing> closings = new ArrayDeque<>();

        private interface Closing {
            void close() throws IOException;
        }

        private Opened(String name) {
            this.name = name;
        }

        /** Who serves makes the device, and has its other side. */
        private AskedProcess behindTun(List<String> server) throws IOException {
            Namespace namespace = namespace();
            start("server", namespace.inside(server));
            return caller(namespace);
        }

        private AskedProcess behindVeth(Class<?> server) throws IOException {
            Namespace calling = namespace();
            Namespace serving = namespace();
            calling.run(
                    "ip",
                    "link",
                    "add",
                    Addresses.DEVICE,
                    "type",
                    "veth",
                    "peer",
                    "name",
                    Addresses.DEVICE,
                    "netns",
                    serving.name());
            configure(calling, Addresses.CALLER_SIDE);
            configure(serving, Addresses.SERVER_SIDE);
            start("server", serving.inside(java(PLAIN, server)));
            return caller(calling);
        }

        private static void configure(Namespace namespace, String address) throws IOException {
            namespace.run("ip", "address", "add", address, "dev", Addresses.DEVICE);
            namespace.run("ip", "link", "set", Addresses.DEVICE, "up");
        }

        private AskedProcess caller(Namespace namespace) throws IOException {
            return start("caller", namespace.inside(java(PLAIN, KernelCaller.class)));
        }

        /**
         * With no memory of connections that are over: it would keep their ports for a minute (RFC 9293 §3.6.1), and a caller that is
         * fast would run out of them.
         */
        private Namespace namespace() throws IOException {
            Namespace namespace = new Namespace(PURPOSE);
            closings.push(namespace::close);
            namespace.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/tcp_max_tw_buckets");
            return namespace;
        }

        private AskedProcess start(String role, List<String> command) throws IOException {
            AskedProcess process = AskedProcess.start(name + "'s " + role, command, PATIENCE);
            closings.push(process::close);
            return process;
        }

        private void close() throws IOException {
            while (!closings.isEmpty()) {
                closings.pop().close();
            }
        }
    }
}
