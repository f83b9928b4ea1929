package org.ouzel.stack.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.around.Threads;
import org.ouzel.stack.trial.Call;

@Timeout(60)
class TurnsTest {
    private final Surroundings surroundings = new Threads("test");
    private final Monitor monitor = surroundings.monitor();
    private final Turns turns = new Turns();

    // Guarded by the monitor
    private final List<String> served = new ArrayList<>();

    private boolean take(long deadline) throws InterruptedIOException {
        return turns.take(monitor::gate, deadline);
    }

    /** Waits for a turn, takes note of it, and leaves. */
    private Call<Boolean> caller(String name, long deadline) throws Exception {
        return Call.run(() -> {
            monitor.lock();
            try {
                if (take(deadline)) {
                    served.add(name);
                    turns.leave();
                }
            } finally {
                monitor.unlock();
            }
        });
    }

    private void locked(Runnable step) {
        monitor.lock();
        try {
            step.run();
        } finally {
            monitor.unlock();
        }
    }

    /** Another thread has the turn, until somebody ends it. */
    private void takeFirst() throws Exception {
        Call.run(() -> {
                    monitor.lock();
                    try {
                        assertThat(take(Surroundings.NEVER)).isTrue();
                    } finally {
                        monitor.unlock();
                    }
                })
                .get();
    }

    private long soon() {
        return surroundings.now() + TimeUnit.MILLISECONDS.toNanos(20);
    }

    @Test
    void areFreeUntilTakenAndOnceLeft() throws InterruptedIOException {
        monitor.lock();
        try {
            assertThat(turns.isFree()).isTrue();
            assertThat(take(Surroundings.NEVER)).isTrue();
            assertThat(turns.isFree()).isFalse();
            turns.leave();
            assertThat(turns.isFree()).isTrue();
        } finally {
            monitor.unlock();
        }
    }

    @Test
    void comeInTheOrderOfThoseWhoWait() throws Exception {
        takeFirst();
        Call<Boolean> first = caller("first", Surroundings.NEVER).waits();
        Call<Boolean> second = caller("second", Surroundings.NEVER).waits();
        locked(turns::leave);
        first.get();
        second.get();
        locked(() -> {
            assertThat(served).containsExactly("first", "second");
            assertThat(turns.isFree()).isTrue();
        });
    }

    @Test
    void areNotHadByWhomeverTheDeadlineHasPassed() throws Exception {
        takeFirst();
        Call<Boolean> late = caller("late", soon());
        Call<Boolean> patient = caller("patient", Surroundings.NEVER).waits();
        late.get();
        locked(turns::leave);
        patient.get();
        locked(() -> assertThat(served).containsExactly("patient"));
    }

    @Test
    void areFreeAgainWhenAllHaveGivenUp() throws Exception {
        takeFirst();
        caller("late", soon()).get();
        locked(turns::leave);
        locked(() -> assertThat(turns.isFree()).isTrue());
    }

    @Test
    void passOnFromOneWhoIsInterrupted() throws Exception {
        takeFirst();
        Call<Boolean> patient = caller("patient", Surroundings.NEVER).waits();
        monitor.lock();
        try {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> take(Surroundings.NEVER)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            turns.leave();
        } finally {
            monitor.unlock();
        }
        patient.get();
        locked(() -> assertThat(served).containsExactly("patient"));
    }
}
