package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.os.sys.PlainCalls.Function;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NativeThreadTest {
    private static final int LOOKS = 200;

    private final PlainCalls calls = new PlainCalls();
    private final CompletableFuture<NativeThread> thread = new CompletableFuture<>();

    @Test
    void aThreadThatWaitsInACallSleepsThereUntilItIsWoken() throws Exception {
        try (Arena arena = Arena.ofShared();
                Descriptor epoll = new Descriptor(new Linux(), (int) calls.call(Function.EPOLL_CREATE1, 0))) {
            MemorySegment event = arena.allocate(EpollAbi.EPOLL_EVENT_BYTES, Long.BYTES);
            FutureTask<Long> waiting =
                    started(() -> calls.call(Function.EPOLL_WAIT, epoll.number(), event.address(), 1, -1));
            while (!thread.join().sleepsIn(calls)) {
                Thread.onSpinWait();
            }

            assertThat(waiting.isDone()).isFalse();
            thread.join().wake();
            assertThat(waiting.get()).isEqualTo(-Abi.EINTR);
        }
    }

    @Test
    void aThreadThatWaitsForAnotherInJavaDoesNot() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        calls.call(Function.CLOSE, -1);
        FutureTask<Long> waiting = started(() -> {
            go.await();
            return 0L;
        });

        for (int i = 0; i < LOOKS; i++) {
            assertThat(thread.join().sleepsIn(calls)).isFalse();
        }
        go.countDown();
        waiting.get();
    }

    @Test
    void aThreadThatRunsDoesNotAndIsNotHarmedByBeingWoken() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong turns = new AtomicLong();
        FutureTask<Long> running = started(() -> {
            while (!done.get()) {
                turns.incrementAndGet();
            }
            return turns.get();
        });

        for (int i = 0; i < LOOKS; i++) {
            assertThat(thread.join().sleepsIn(calls)).isFalse();
            thread.join().wake();
        }
        long before = turns.get();
        while (turns.get() == before) {
            Thread.onSpinWait(); // It may have had no processor yet.
        }
        done.set(true);
        assertThat(running.get()).isGreaterThan(before);
    }

    private FutureTask<Long> started(Callable<Long> action) {
        FutureTask<Long> task = new FutureTask<>(() -> {
            thread.complete(NativeThread.current());
            return action.call();
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
