package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;

class CapturedTargetTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeMadeIsWhyThereIsNoHostWhateverBecomesOfThatOne() {
        assertThatThrownBy(() -> CapturedTarget.to(new Stuck(), folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .satisfies(failed -> assertThatThrownBy(() -> {
                            throw failed.getSuppressed()[0];
                        })
                        .hasMessage("it cannot be closed"));
    }

    /** A host that cannot be closed. */
    private static final class Stuck implements Target {
        @Override
        public Network network() {
            throw new AssertionError();
        }

        @Override
        public long now() {
            return 0;
        }

        @Override
        public void inject(MemorySegment packet) {}

        @Override
        public Answer call(Call call) {
            return Answer.Result.of(0);
        }

        @Override
        public boolean pass(long until) {
            return false;
        }

        @Override
        public Optional<Sent> takeSent() {
            return Optional.empty();
        }

        @Override
        public List<Ended> takeEnded() {
            return List.of();
        }

        @Override
        public Shell shell() {
            return Shell.NotUnderstood::new;
        }

        @Override
        public void close() throws IOException {
            throw new IOException("it cannot be closed");
        }
    }
}
