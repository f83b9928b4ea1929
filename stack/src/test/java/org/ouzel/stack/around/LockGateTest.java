package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockGateTest {
    private static final int ROUNDS = 20_000;
    private static final long PATIENCE_S = 60;

    private final Monitor monitor = handed();
    private final Gate ours = monitor.gate();
    private final Gate theirs = monitor.gate();

    // Guarded by the monitor
    private boolean oursTurn = true;
    private int waiting;
    private int letOn;
    private boolean over;

    /** One of a host on whose link packets are handed over: who waits lets others run before. */
    private static Monitor handed() {
        LockMonitor monitor = (LockMonitor) new Threads("test").monitor();
        monitor.onHandedLink();
        return monitor;
    }

    private int play(boolean asUs, Gate own, Gate others, Consumer<Gate> opens) throws InterruptedIOException {
        int turns = 0;
        monitor.lock();
        try {
            for (; turns < ROUNDS; turns++) {
                while (oursTurn != asUs) {
                    own.await(Surroundings.NEVER);
                }
                oursTurn = !asUs;
                opens.accept(others);
            }
        } finally {
            monitor.unlock();
        }
        return turns;
    }

    private static FutureTask<Integer> started(boolean virtual, Callable<Integer> play) {
        FutureTask<Integer> task = new FutureTask<>(play);
        Thread thread = virtual
                ? Thread.ofVirtual().unstarted(task)
                : Thread.ofPlatform().unstarted(task);
        thread.start();
        return task;
    }

    /** Who is about to wait, and lets others run before, sees what they open meanwhile. */
    @ParameterizedTest
    @CsvSource({"true,true,false", "true,true,true", "true,false,true", "false,false,false"})
    void noOpeningEscapesWhoIsAboutToWait(boolean weAreVirtual, boolean theyAreVirtual, boolean forOne)
            throws InterruptedException, ExecutionException, TimeoutException {
        Consumer<Gate> opens = forOne ? Gate::openForOne : Gate::open;
        FutureTask<Integer> we = started(weAreVirtual, () -> play(true, ours, theirs, opens));
        FutureTask<Integer> they = started(theyAreVirtual, () -> play(false, theirs, ours, opens));
        assertThat(we.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
        assertThat(they.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
    }

    private int waitAgainAndAgain() throws InterruptedIOException {
        monitor.lock();
        try {
            while (!over) {
                waiting++;
                theirs.open();
                ours.await(Surroundings.NEVER);
                waiting--;
                letOn++;
            }
            return letOn;
        } finally {
            monitor.unlock();
        }
    }

    private int openForOneAgainAndAgain(int waiters) throws InterruptedIOException {
        monitor.lock();
        try {
            for (int opened = 0; opened < ROUNDS; opened++) {
                while (letOn < opened || waiting < waiters) {
                    theirs.await(Surroundings.NEVER);
                }
                ours.openForOne();
            }
            over = true;
            ours.open();
        } finally {
            monitor.unlock();
        }
        return ROUNDS;
    }

    /** Be it that they wait, or are about to. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void openingForOneLetsNoMoreThanOneGoOn(boolean virtual)
            throws InterruptedException, ExecutionException, TimeoutException {
        int waiters = 8;
        List<FutureTask<Integer>> they = IntStream.range(0, waiters)
                .mapToObj(i -> started(virtual, this::waitAgainAndAgain))
                .toList();
        FutureTask<Integer> opener = started(virtual, () -> openForOneAgainAndAgain(waiters));
        assertThat(opener.get(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
        for (FutureTask<Integer> each : they) {
            each.get(PATIENCE_S, TimeUnit.SECONDS);
        }
        assertThat(letOn).isEqualTo(ROUNDS + waiters - 1);
    }
}
