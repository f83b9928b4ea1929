package org.ouzel.stack.around;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AfterCollectionTest {
    private final Surroundings surroundings = new Threads("test");
    private final CountDownLatch run = new CountDownLatch(1);

    /** Holds something that is to be seen to go. */
    private record Action(Object held, CountDownLatch done) implements Runnable {
        @Override
        public void run() {
            done.countDown();
        }
    }

    @Test
    void runsWhenTheObjectIsGone() throws InterruptedException {
        surroundings.afterCollection(new Object(), run::countDown);
        do {
            System.gc();
        } while (!run.await(10, TimeUnit.MILLISECONDS));
    }

    @Test
    void whatWasCalledOffIsNotRunAndKeepsNothing() {
        WeakReference<Object> held = calledOff();
        while (held.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(run.getCount()).isOne();
    }

    /** What an action held that was called off. */
    private WeakReference<Object> calledOff() {
        Action action = new Action(new Object(), run);
        surroundings.afterCollection(this, action).run();
        return new WeakReference<>(action.held());
    }
}
