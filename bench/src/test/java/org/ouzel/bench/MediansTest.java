package org.ouzel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What lies in the middle. */
class MediansTest {
    @Test
    void isTheMiddleOneOfAnOddNumber() {
        assertThat(Medians.of(DoubleStream.of(9, 1, 4))).isEqualTo(OptionalDouble.of(4));
    }

    @Test
    void liesBetweenTheMiddleTwoOfAnEvenNumber() {
        assertThat(Medians.of(DoubleStream.of(9, 1, 4, 2))).isEqualTo(OptionalDouble.of(3));
    }

    @Test
    void ofNothingIsNone() {
        assertThat(Medians.of(DoubleStream.empty())).isEmpty();
    }
}
