package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateSegmentsTest {
    private static final int WINDOW = 10_000;

    // Near the wrap of timestamps too.
    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE - 5, -5})
    void takesWhatARetransmissionHasOvertaken(int first) {
        LateSegments late = new LateSegments(first);
        late.onText(5_001, WINDOW, true, first + 3);
        assertThat(late.mayBeLate(6_001, first + 2)).isTrue();
        assertThat(late.mayBeLate(15_000, first + 2)).isTrue();
        assertThat(late.mayBeLate(15_001, first + 2))
                .as("beyond the window of then")
                .isFalse();
    }

    // RFC 7323 §5.3 R1
    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE - 5, -5})
    void takesNothingOldWhereNothingIsMissing(int first) {
        LateSegments late = new LateSegments(first);
        late.onText(5_001, WINDOW, false, first + 3);
        assertThat(late.mayBeLate(5_001, first + 2)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, Integer.MAX_VALUE - 30, -30})
    void takesNothingFromLongerAgoThanTwoWindows(int first) {
        LateSegments late = new LateSegments(first);
        for (int window = 1; window <= 10; window++) {
            late.onText((long) window * WINDOW, WINDOW, false, first + 10 * window);
        }
        late.onText(10L * WINDOW, WINDOW, true, first + 100);
        assertThat(late.mayBeLate(10L * WINDOW, first + 90)).isTrue();
        assertThat(late.mayBeLate(10L * WINDOW, first + 89)).isFalse();
        assertThat(late.mayBeLate(10L * WINDOW, first)).isFalse();
    }
}
