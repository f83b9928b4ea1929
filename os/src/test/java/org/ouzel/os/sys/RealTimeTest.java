package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.os.interop.Interop;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealTimeTest {
    /** Where the policy stands behind the name, which may have spaces (proc(5), "policy"). */
    private static final int POLICY = 38;

    @BeforeEach
    void needsRoot() {
        Interop.require();
    }

    /** What the kernel says of the calling thread. */
    private static int policy() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[POLICY]);
    }

    private static <T> T elsewhere(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        return future.get();
    }

    @Test
    void lastsUntilItIsClosed() throws Exception {
        try (RealTime time = RealTime.begin()) {
            assertThat(policy()).isEqualTo(time.isBegun() ? Abi.SCHED_FIFO : Abi.SCHED_NORMAL);
        }

        assertThat(policy()).isEqualTo(Abi.SCHED_NORMAL);
    }

    @Test
    void isOfOneThread() throws Exception {
        try (RealTime _ = RealTime.begin()) {
            assertThat(elsewhere(RealTimeTest::policy)).isEqualTo(Abi.SCHED_NORMAL);
        }
    }

    @Test
    void oneInAnotherEndsWithTheOuter() throws Exception {
        try (RealTime outer = RealTime.begin()) {
            int policy = policy();
            try (RealTime inner = RealTime.begin()) {
                assertThat(inner.isBegun() && outer.isBegun()).isFalse();
            }
            assertThat(policy()).isEqualTo(policy);
        }
    }
}
