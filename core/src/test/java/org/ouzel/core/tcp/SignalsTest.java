package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignalsTest {
    private final Signals signals = new Signals();

    @ParameterizedTest
    @EnumSource
    void areEachTakenOnce(Signal signal) {
        signals.add(signal);
        signals.add(signal);
        assertThat(signals.take()).containsExactly(signal);
        assertThat(signals.take()).isEmpty();
    }

    @Test
    void areTakenTogetherInTheirOrder() {
        signals.add(Signal.ENDED);
        signals.add(Signal.URGENT);
        signals.add(Signal.READABLE);
        assertThat(signals.take()).containsExactly(Signal.URGENT, Signal.READABLE, Signal.ENDED);
    }

    @Test
    void areGoneOnceTheyAreCleared() {
        signals.add(Signal.OPENED);
        signals.clear();
        assertThat(signals.take()).isEmpty();
    }
}
