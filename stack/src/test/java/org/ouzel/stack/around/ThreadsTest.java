package org.ouzel.stack.around;

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
}
