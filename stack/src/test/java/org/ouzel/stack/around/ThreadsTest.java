package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {
    @Test
    void runsWhatIsToBeRunWhenAnObjectIsGone() throws InterruptedException {
        CountDownLatch run = new CountDownLatch(1);
        new Threads("test").afterCollection(new Object(), run::countDown);
        do {
            System.gc();
        } while (!run.await(10, TimeUnit.MILLISECONDS));
    }

    @Test
    void whoHoldsASeparateLockHoldsNoOther() throws InterruptedException {
        Threads threads = new Threads("test");
        Monitor one = threads.separateMonitor();
        one.lock();
        try {
            Thread other = Thread.ofPlatform().start(() -> {
                Monitor another = threads.separateMonitor();
                another.lock();
                another.unlock();
                threads.monitor().lock();
                threads.monitor().unlock();
            });
            other.join();
        } finally {
            one.unlock();
        }
        assertThat(threads.monitor()).isSameAs(threads.monitor()).isNotSameAs(one);
    }
}
