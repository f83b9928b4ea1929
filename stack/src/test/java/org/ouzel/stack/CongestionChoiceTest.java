package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.StreamOptions;
import org.ouzel.core.tcp.congestion.CongestionControls;
import org.ouzel.core.tcp.congestion.NewReno;

/** Which congestion control a stream has. */
@Timeout(60)
class CongestionChoiceTest {
    private static String nameOf(StackHost host, StreamOptions options) throws IOException {
        return host.newStream(options).status().congestion().name();
    }

    @Test
    void isCubicUnlessTheStreamChoosesAnother() throws IOException {
        try (StackHost host = StackHost.builder().open()) {
            assertThat(host.congestionControls()).containsExactly("bbr", "cubic", "newreno");
            assertThat(nameOf(host, StreamOptions.DEFAULT)).isEqualTo("cubic");
            for (String name : host.congestionControls()) {
                assertThat(nameOf(host, StreamOptions.DEFAULT.withCongestionControl(name)))
                        .isEqualTo(name);
            }
        }
    }

    @Test
    void isWhatTheHostPrefers() throws IOException {
        try (StackHost host =
                StackHost.builder().defaultCongestionControl("bbr").open()) {
            assertThat(nameOf(host, StreamOptions.DEFAULT)).isEqualTo("bbr");
            assertThat(nameOf(host, StreamOptions.DEFAULT.withCongestionControl("cubic")))
                    .isEqualTo("cubic");
        }
    }

    @Test
    void isOneOfTheUsers() throws IOException {
        List<Long> drawn = new ArrayList<>();
        StackHost.Builder builder = StackHost.builder()
                .congestionControl("mine", random -> {
                    drawn.add(random.getAsLong());
                    return new NewReno();
                })
                .defaultCongestionControl("mine");
        try (StackHost host = builder.open()) {
            assertThat(host.congestionControls()).contains("mine");
            host.newStream().status();
            assertThat(drawn).hasSize(1);
            host.newStream().status();
            assertThat(drawn).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void refusesNamesThatAreTakenOrUnknown() {
        StackHost.Builder builder = StackHost.builder();
        for (String name : CongestionControls.BUILT_IN.names()) {
            assertThatThrownBy(() -> builder.congestionControl(name, _ -> new NewReno()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> builder.congestionControl(StreamOptions.HOSTS_CONGESTION_CONTROL, _ -> new NewReno()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.defaultCongestionControl("hope")).isInstanceOf(IllegalArgumentException.class);
    }
}
