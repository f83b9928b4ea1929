package org.ouzel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final Simulation simulation = new Simulation(1);

    @Test
    void beginsAtAFixedInstantInUtc() {
        Clock clock = simulation.clock();
        assertThat(clock.instant()).isEqualTo(BEGIN);
        assertThat(clock.millis()).isEqualTo(BEGIN.toEpochMilli());
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void showsVirtualTimeToTheNanosecond() throws Exception {
        Clock clock = simulation.clock();
        Duration slept = Duration.ofDays(3).plusNanos(7);
        simulation.start("sleeper", () -> {
            simulation.sleep(slept);
            assertThat(clock.instant()).isEqualTo(BEGIN.plus(slept));
        });
        simulation.run();
        assertThat(clock.instant()).isEqualTo(BEGIN.plus(slept));
    }

    @Test
    void showsTheSameInstantInOtherZones() throws Exception {
        Clock tokyo = simulation.clock().withZone(ZoneId.of("Asia/Tokyo"));
        simulation.start("sleeper", () -> simulation.sleep(Duration.ofHours(1)));
        simulation.run();
        assertThat(ZonedDateTime.now(tokyo)).isEqualTo(ZonedDateTime.parse("2026-01-01T10:00+09:00[Asia/Tokyo]"));
        assertThat(tokyo.withZone(ZoneOffset.UTC)).isEqualTo(simulation.clock()).isNotEqualTo(tokyo);
    }

    @Test
    void ofOneSimulationIsNotThatOfAnother() {
        assertThat(simulation.clock()).isNotEqualTo(new Simulation(1).clock());
    }
}
