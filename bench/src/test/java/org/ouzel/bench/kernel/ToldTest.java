package org.ouzel.bench.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one process tells the other is what that one reads. */
class ToldTest {
    static Stream<Told> all() {
        Entry entry = Entry.beside(Workload.PING_PONG, Contender.NIO, ThreadKind.VIRTUAL);
        return Stream.of(
                new Told.Warmed(),
                new Told.Measured(new Sample(3, entry, Map.of(Measure.P50, 12.5, Measure.P99, 1e-9))),
                new Told.Obstructed("no such library"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAsItWasTold(Told told) {
        assertThat(told.line()).doesNotContain("\n");
        assertThat(Told.of(told.line())).contains(told);
    }

    @Test
    void anObstacleOfManyLinesIsToldInOne() {
        assertThat(new Told.Obstructed("a\n\tb").line()).endsWith("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WARNING: something", "ouzel-kernel", "\tmeasured"})
    void whatElseIsSaidTellsNothing(String line) {
        assertThat(Told.of(line)).isEmpty();
    }
}
