package org.ouzel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process answers, ends or is late. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class AskedProcessTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static AskedProcess shell(String script, Duration limit) throws IOException {
        return AskedProcess.start("the shell", List.of("sh", "-c", script), limit);
    }

    @Test
    void answersAndMaySayOtherThings() throws IOException {
        try (AskedProcess asked = shell("echo hello; echo 'answer '; read a; echo aha; echo \"answer $a too\"", LONG)) {
            assertThat(asked.ask("this", LONG)).isEqualTo("this too");
        }
    }

    @Test
    void tellsWhatWasSaidWhenItEnds() throws IOException {
        try (AskedProcess asked = shell("echo 'answer '; read a; echo no such thing", LONG)) {
            assertThatThrownBy(() -> asked.ask("this", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the shell has ended: no such thing");
        }
        assertThatThrownBy(() -> shell("echo cannot begin", LONG)).hasMessage("the shell has ended: cannot begin");
    }

    @Test
    void isEndedWhenItIsLate() {
        Duration moment = Duration.ofMillis(50);

        assertThatThrownBy(() -> shell("exec cat", moment))
                .isInstanceOf(IOException.class)
                .hasMessage("the shell has not answered within " + moment);
    }
}
