package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.stack.Waiters.Waiter;

class WaitersTest {
    private static final IpAddress US = IpAddress.parse("192.0.2.1");
    private static final IpAddress PEER = IpAddress.parse("192.0.2.2");
    private static final FourTuple ANYBODY = FourTuple.local(US, 7);
    private static final FourTuple THE_PEER = new FourTuple(US, 7, PEER, 1000);
    private static final FourTuple ANOTHER = new FourTuple(US, 7, PEER, 1001);

    private final Waiters waiters = new Waiters();

    private Waiter reserved(FourTuple request) {
        return Objects.requireNonNull(waiters.reserve(request));
    }

    @Test
    void theFirstThatFitsIsReserved() {
        assertThat(waiters.isEmpty()).isTrue();
        waiters.add(THE_PEER, 0);
        waiters.add(ANYBODY, 1);
        waiters.add(ANYBODY, 2);
        assertThat(waiters.isEmpty()).isFalse();
        assertThat(reserved(ANOTHER).shard()).isEqualTo(1);
        assertThat(reserved(THE_PEER).shard()).isZero();
        assertThat(reserved(THE_PEER).shard()).isEqualTo(2);
        assertThat(waiters.reserve(ANOTHER)).isNull();
        assertThat(waiters.reserve(ANOTHER.withLocalPort(8))).isNull();
    }

    @Test
    void oneThatIsReleasedWaitsAgainWhereItWas() {
        waiters.add(ANYBODY, 0);
        waiters.add(ANYBODY, 1);
        Waiter first = reserved(ANOTHER);
        waiters.release(first);
        assertThat(reserved(ANOTHER)).isSameAs(first);
    }

    @Test
    void oneThatIsGoneIsHeldNoLongerWhateverWasReserved() {
        waiters.add(ANYBODY, 0);
        Waiter gone = reserved(ANOTHER);
        assertThat(waiters.holds(gone)).isTrue();
        waiters.remove(ANYBODY, 0);
        assertThat(waiters.holds(gone)).isFalse();
        waiters.release(gone);
        assertThat(waiters.reserve(ANOTHER)).isNull();
        assertThat(waiters.isEmpty()).isTrue();
    }

    /** Which of two that are alike has taken a request the shard does not say: it is the one that a request was on its way to. */
    @Test
    void ofThoseThatAreAlikeTheReservedOneIsGone() {
        waiters.add(ANYBODY, 0);
        waiters.add(ANYBODY, 0);
        Waiter first = reserved(ANOTHER);
        Waiter second = reserved(THE_PEER);
        waiters.release(first);
        waiters.remove(ANYBODY, 0);
        assertThat(waiters.holds(first)).isTrue();
        assertThat(waiters.holds(second)).isFalse();
    }

    @Test
    void whoDoesNotWaitCannotGo() {
        waiters.add(ANYBODY, 0);
        waiters.remove(ANYBODY, 1);
        waiters.remove(THE_PEER, 0);
        assertThat(reserved(THE_PEER).shard()).isZero();
        assertThat(waiters.isAwaited(7)).isTrue();
        assertThat(waiters.isAwaited(8)).isFalse();
    }
}
