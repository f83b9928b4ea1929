package org.ouzel.bench.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorsApartTest {
    @Test
    void numbersComeBack() throws InterruptedException {
        ProcessorsApart processors = new ProcessorsApart();
        processors.start();
        for (long number = 1; number <= 1000; number++) {
            assertThat(processors.roundTrip()).isEqualTo(number);
        }
        processors.end();
    }
}
