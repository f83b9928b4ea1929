package org.ouzel.bench.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** Calls measure what they say, of services that answer; not how fast. */
@Timeout(60)
class CallTest {
    private static final long LIMIT_NS = Duration.ofMillis(20).toNanos();
    private static final InetAddress SERVER = InetAddress.ofLiteral("198.18.0.2");

    private final ThreadFactory threads = Thread.ofVirtual().factory();
    private final MemoryLink.Wire wire = MemoryLink.wire(1500);
    private final Sockets serving = sockets(wire.right(), "198.18.0.2/24");
    private final Sockets calling = sockets(wire.left(), "198.18.0.1/24");

    private static Sockets sockets(Link link, String address) {
        return new HostSockets(StackHost.builder().link(link, address).open(), true);
    }

    @BeforeEach
    void serve() throws IOException {
        Service.start(_ -> serving, SERVER, threads);
    }

    @AfterEach
    void close() throws IOException {
        calling.close();
        serving.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIXTEEN_BY_EVENTS")
    void measuresEachOfItsMeasures(Call call) throws IOException {
        Map<Measure, Double> measured = call.run(calling, SERVER, threads, LIMIT_NS);

        assertThat(measured.keySet()).containsExactlyInAnyOrderElementsOf(call.measures());
        assertThat(measured.values()).allSatisfy(value -> assertThat(value).isPositive());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SIXTEEN_BY_EVENTS")
    void canBeMeasuredAgain(Call call) throws IOException {
        call.run(calling, SERVER, threads, LIMIT_NS);

        assertThat(call.run(calling, SERVER, threads, LIMIT_NS))
                .hasSize(call.measures().size());
    }

    @Test
    void isNotToldByEventsWhatHasOnlyThreads() {
        assertThatThrownBy(() -> Call.SIXTEEN_BY_EVENTS.run(calling, SERVER, threads, LIMIT_NS))
                .hasRootCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void failsWhereNobodyServes() {
        InetAddress caller = InetAddress.ofLiteral("198.18.0.1");

        assertThatThrownBy(() -> Call.IN.run(serving, caller, threads, LIMIT_NS))
                .isInstanceOf(IOException.class);
    }
}
