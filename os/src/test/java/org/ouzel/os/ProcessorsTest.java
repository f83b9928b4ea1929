package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A processor is told by the number that the kernel has for it. */
class ProcessorsTest {
    /** Counted from the one behind the name: the processor that the thread is on (proc(5), field 39). */
    private static final int PROCESSOR_FIELD = 36;

    /** A thread that has not been moved between two looks at it is where the kernel says. */
    @RepeatedTest(10)
    void isTheOneThatTheKernelTells() throws IOException {
        int before;
        int told;
        int after;
        do {
            before = byTheKernel();
            told = Processors.current();
            after = byTheKernel();
        } while (before != after);
        assertThat(told).isEqualTo(before);
    }

    private static int byTheKernel() throws IOException {
        String text = Files.readString(Path.of("/proc/thread-self/stat"));
        // The second field, the name, is in brackets and may hold anything.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[PROCESSOR_FIELD]);
    }

    @Test
    void isToldToVirtualThreads() throws InterruptedException {
        AtomicInteger told = new AtomicInteger(-1);
        CountDownLatch done = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            told.set(Processors.current());
            done.countDown();
        });
        done.await();
        assertThat(told.get()).isNotNegative();
    }
}
