package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.Host;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.Texts;
import org.ouzel.stack.trial.TwoHosts;

/** Two hosts that call each other at once: each thread works for both, and none may wait for the other's for ever. */
@Timeout(120)
class BothWaysTest {
    private static final int PORT = 7;
    private static final int CALLERS = 8;
    private static final int CALLS = 40;

    private final MemoryLink.Wire wire = MemoryLink.wire(1500);

    private static Link wrapped(Link link) {
        return new FaultyLink(link, Faults.NONE, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callEachOtherAtOnce(boolean oneEndIsRead) throws Exception {
        try (TwoHosts hosts = new TwoHosts(oneEndIsRead ? wrapped(wire.left()) : wire.left(), wire.right());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            InetSocketAddress toServer = new InetSocketAddress(hosts.serverAddress(), PORT);
            InetSocketAddress toClient = new InetSocketAddress(hosts.clientAddress(), PORT);
            List<Callable<Integer>> tasks = new ArrayList<>();
            tasks.addAll(callers(hosts.client(), toServer));
            tasks.addAll(callers(hosts.server(), toClient));
            try (TcpListener atServer = hosts.server().listen(new InetSocketAddress(PORT), 64);
                    TcpListener atClient = hosts.client().listen(new InetSocketAddress(PORT), 64)) {
                Future<Void> _ = threads.submit(() -> answer(threads, atServer));
                Future<Void> _ = threads.submit(() -> answer(threads, atClient));
                int calls = 0;
                for (Future<Integer> done : threads.invokeAll(tasks)) {
                    calls += done.get();
                }
                assertThat(calls).isEqualTo(2 * CALLERS * CALLS);
            }
        }
    }

    private static List<Callable<Integer>> callers(Host host, InetSocketAddress to) {
        Callable<Integer> caller = () -> {
            for (int call = 0; call < CALLS; call++) {
                try (TcpStream stream = host.newStream(StreamOptions.DEFAULT)) {
                    stream.activeOpen(to);
                    stream.send(Texts.bytes("ping"), SendFlag.PUSH);
                    assertThat(Texts.receive(stream, 4)).isEqualTo("ping");
                }
            }
            return CALLS;
        };
        return Collections.nCopies(CALLERS, caller);
    }

    private static Void answer(ExecutorService threads, TcpListener listener) throws IOException {
        while (true) {
            TcpStream stream = listener.accept();
            Future<Void> _ = threads.submit(() -> {
                try (stream) {
                    stream.send(Texts.bytes(Texts.receive(stream, 4)), SendFlag.PUSH);
                }
                return null;
            });
        }
    }
}
