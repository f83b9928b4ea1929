package org.ouzel.drill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.run.TimeIsUp;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.os.sys.NativeThread;

/** A call that takes its time, at something that is no kernel. */
class RunningTest {
    private static final TimeLimit A_MINUTE = new TimeLimit(Duration.ofMinutes(1));
    private static final TimeLimit OVER = new TimeLimit(Duration.ofNanos(1));
    private static final Call CALL = new Call.Close(3);
    private static final Answer ANSWER = Answer.Result.of(7);

    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** A call that ends when it may. */
    private Running begun(boolean waits) {
        Running running = new Running(CALL, new Running.Maker() {
            @Override
            public Answer answer(Call call) throws IOException {
                try {
                    mayEnd.await();
                    return ANSWER;
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
            }

            @Override
            public boolean isWaitedFor(NativeThread maker) {
                return waits;
            }
        });
        Thread.ofPlatform().daemon().start(running);
        return running;
    }

    @Test
    void aCallThatWaitsHasNoAnswerYet() throws IOException {
        assertThat(begun(true).settle(A_MINUTE)).isEmpty();
        mayEnd.countDown();
    }

    @Test
    void aCallThatEndsHasItsAnswer() throws IOException {
        Running running = begun(false);
        mayEnd.countDown();
        assertThat(running.settle(A_MINUTE)).contains(ANSWER);
        assertThat(running.settle(OVER)).contains(ANSWER);
    }

    @Test
    void aCallThatNeitherWaitsNorEndsIsNotWaitedForBeyondTheTimeLimit() {
        Running running = begun(false);
        assertThatThrownBy(() -> running.settle(OVER)).isInstanceOf(TimeIsUp.class);
        mayEnd.countDown();
    }

    @Test
    void aCallThatCannotBeMadeSaysWhy() {
        Running running = new Running(CALL, new Running.Maker() {
            @Override
            public Answer answer(Call call) throws IOException {
                throw new IOException("no memory");
            }

            @Override
            public boolean isWaitedFor(NativeThread maker) {
                return false;
            }
        });
        running.run();
        assertThatThrownBy(() -> running.settle(A_MINUTE)).hasRootCauseMessage("no memory");
    }
}
