package org.ouzel.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CongestionControlsTest {
    private final CongestionControls builtIn = CongestionControls.BUILT_IN;

    @Test
    void makesEachUnderItsName() {
        for (String name : builtIn.names()) {
            assertThat(builtIn.factory(name).create(() -> 0).name()).isEqualTo(name);
        }
        assertThat(builtIn.preferred()).isEqualTo("cubic");
    }

    @Test
    void takesOneMoreButNoneTwice() {
        CongestionControls more = builtIn.with("mine", _ -> new NewReno()).preferring("mine");
        assertThat(more.names()).containsAll(builtIn.names()).contains("mine");
        assertThat(more.preferred()).isEqualTo("mine");
        assertThat(builtIn.names()).doesNotContain("mine");
        assertThatThrownBy(() -> more.with("mine", _ -> new Cubic()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine");
        assertThatThrownBy(() -> more.with("cubic", _ -> new NewReno())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThoseThereAreWhenAskedForAnother() {
        assertThatThrownBy(() -> builtIn.preferring("hope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hope")
                .hasMessageContaining("newreno");
    }
}
