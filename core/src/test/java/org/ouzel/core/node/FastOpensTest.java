package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.FastOpenAttempt;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenLesson;
import org.ouzel.core.tcp.FastOpenLesson.Outcome;
import org.ouzel.core.tcp.FastOpenTuning.Asking;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.OpaqueBytes;

class FastOpensTest {
    private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
    private static final FastOpen COOKIE = new FastOpen(new OpaqueBytes(Collections.nCopies(8, (byte) 7)), false);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final FourTuple PEER = peer(0);

    private final FastOpens opens = new FastOpens(FastOpenKeys.of(new SipHash(1, 2)));

    private static FourTuple peer(int number) {
        return new FourTuple(LOCAL, 5000, new Ipv4Address(0xc612_0000 + number), 80);
    }

    private void learn(FourTuple tuple, Outcome outcome, Optional<FastOpen> cookie, long now) {
        opens.learn(tuple, new FastOpenLesson(outcome, 1400, cookie), Asking.DEFAULT, now);
    }

    private FastOpenAttempt attempt(FourTuple tuple, long now) {
        return opens.attempt(tuple, Asking.DEFAULT, now);
    }

    @Test
    void asksWhomItDoesNotKnow() {
        assertThat(attempt(PEER, 0)).isEqualTo(FastOpenAttempt.asking(false));
    }

    @Test
    @Tag("7413-4.1.3-2")
    void remembersTheCookieAndTheSegmentSizeForEachPairOfAddresses() {
        learn(PEER, Outcome.WITHOUT_DATA, Optional.of(COOKIE), 0);
        assertThat(attempt(PEER, 0)).isEqualTo(new FastOpenAttempt(Optional.of(COOKIE), true, 1400));
        FourTuple elsewhere = new FourTuple(IpAddress.parse("192.0.2.9"), 1, PEER.remoteAddress(), 80);
        assertThat(attempt(elsewhere, 0)).isEqualTo(FastOpenAttempt.asking(false));
    }

    @Test
    void keepsTheCookieWhereNoneIsGivenAnew() {
        learn(PEER, Outcome.WITHOUT_DATA, Optional.of(COOKIE), 0);
        learn(PEER, Outcome.TAKEN, Optional.empty(), 0);
        assertThat(attempt(PEER, 0).option()).hasValue(COOKIE);
    }

    @Test
    void forgetsThePeerThatItHasLearntOfFirst() {
        for (int number = 0; number <= FastOpens.MAX_PEERS; number++) {
            learn(peer(number), Outcome.NOT_TAKEN, Optional.of(COOKIE), 0);
            learn(peer(number), Outcome.UNANSWERED, Optional.empty(), 0);
        }
        assertThat(attempt(PEER, 0)).isEqualTo(FastOpenAttempt.asking(false));
        assertThat(attempt(peer(1), 0)).isEqualTo(FastOpenAttempt.NONE);
    }

    @Test
    @Tag("7413-4.1.3.1-1")
    void pausesTwiceAsLongEachTime() {
        learn(PEER, Outcome.WITHOUT_DATA, Optional.of(COOKIE), 0);
        learn(PEER, Outcome.UNANSWERED, Optional.empty(), 0);
        assertThat(attempt(PEER, HOUR - 1)).isEqualTo(FastOpenAttempt.NONE);
        assertThat(attempt(PEER, HOUR).carriesData()).isTrue();
        learn(PEER, Outcome.UNANSWERED, Optional.empty(), HOUR);
        assertThat(attempt(PEER, 3 * HOUR - 1)).isEqualTo(FastOpenAttempt.NONE);
        assertThat(attempt(PEER, 3 * HOUR).carriesData()).isTrue();
        learn(PEER, Outcome.TAKEN, Optional.empty(), 3 * HOUR);
        learn(PEER, Outcome.UNANSWERED, Optional.empty(), 3 * HOUR);
        assertThat(attempt(PEER, 4 * HOUR).carriesData()).isTrue();
    }

    @Test
    void triesTheExperimentOnceWhereThatIsWanted() {
        Asking tries = new Asking(false, true, 0, 0, 0);
        for (boolean experimental : new boolean[] {false, true, false, false}) {
            assertThat(opens.attempt(PEER, tries, 0)).isEqualTo(FastOpenAttempt.asking(experimental));
            learn(PEER, Outcome.WITHOUT_DATA, Optional.empty(), 0);
        }
    }
}
