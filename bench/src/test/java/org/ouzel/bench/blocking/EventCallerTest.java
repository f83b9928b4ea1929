package org.ouzel.bench.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sixteen connections of one thread's, on the kernel's loopback. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class EventCallerTest {
    private static final long LIMIT_NS = Duration.ofMillis(20).toNanos();

    /** Addresses of loopback that nobody else listens at. */
    private static final InetAddress BY_EVENTS = InetAddress.ofLiteral("127.17.4.16");

    private static final InetAddress BY_THREADS = InetAddress.ofLiteral("127.17.4.17");
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.17.4.18");

    private static Map<Measure, Double> call(InetAddress host) throws IOException {
        return Call.SIXTEEN_BY_EVENTS.run(
                new PlainSockets(), host, Thread.ofPlatform().daemon().factory(), LIMIT_NS);
    }

    @Test
    void countsConnectionsOfOneThatServesByEvents() throws IOException {
        EventServer server = new EventServer(Service.BRIEF.at(BY_EVENTS));
        Thread.ofPlatform().daemon().start(server::run);
        assertThat(call(BY_EVENTS).get(Measure.E16)).isPositive();
        assertThat(call(BY_EVENTS).get(Measure.E16)).isPositive();
    }

    @Test
    void countsConnectionsOfThreadsThatServe() throws IOException {
        PlainSockets serving = new PlainSockets();
        Service.start(_ -> serving, BY_THREADS, Thread.ofPlatform().daemon().factory());
        assertThat(call(BY_THREADS).get(Measure.E16)).isPositive();
    }

    @Test
    void failsWhereNobodyServes() {
        assertThatThrownBy(() -> call(NOBODY)).isInstanceOf(IOException.class);
    }
}
