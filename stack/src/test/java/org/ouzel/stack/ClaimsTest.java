package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.stack.Claims.Claim;

@Timeout(60)
class ClaimsTest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.2");
    private static final FourTuple NAME = new FourTuple(IpAddress.parse("192.0.2.1"), 7, PEER, 1000);
    private static final long FLOW = 5;
    private static final int HOME = 1;
    private static final int AWAY = 2;
    private static final int ROUNDS = 200_000;

    private final Claims claims = new Claims();

    private Claim claimed(FourTuple name, int shard) {
        return Objects.requireNonNull(claims.add(FLOW, name, shard));
    }

    @Test
    void aFlowIsAtHomeUntilItIsClaimedAndAfterwards() {
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(HOME);
        Claim claim = claimed(NAME, AWAY);
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(AWAY);
        assertThat(claims.shardOf(FLOW + 1, HOME)).isEqualTo(HOME);
        assertThat(claims.add(FLOW, NAME, 3)).isNull();
        claims.remove(claim);
        claims.remove(claim);
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(HOME);
    }

    @Test
    void aClaimIsRemovedByItsNameAndShardAlone() {
        claimed(NAME, AWAY);
        claims.remove(FLOW, NAME.withLocalPort(8), AWAY);
        claims.remove(FLOW, NAME, HOME);
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(AWAY);
        claims.remove(FLOW, NAME, AWAY);
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(HOME);
    }

    @Test
    void whoHadTheNameBeforeDoesNotRemoveItsNextClaim() {
        Claim before = claimed(NAME, AWAY);
        claims.remove(FLOW, NAME, AWAY);
        claimed(NAME, AWAY);
        claims.remove(before);
        assertThat(claims.shardOf(FLOW, HOME)).isEqualTo(AWAY);
    }

    /** As long as a claim stands nobody finds that there is none, however many others come and go. */
    @Test
    void oneThatStandsIsAlwaysSeen() throws InterruptedException {
        claimed(NAME, AWAY);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(2);
        for (int thread = 1; thread <= 2; thread++) {
            long flow = FLOW + thread;
            Thread.ofPlatform().daemon().start(() -> {
                while (!over.get()) {
                    claims.remove(Objects.requireNonNull(claims.add(flow, NAME, AWAY)));
                }
                ended.countDown();
            });
        }
        int missed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            missed += claims.shardOf(FLOW, HOME) == AWAY ? 0 : 1;
        }
        over.set(true);
        ended.await();
        assertThat(missed).isZero();
    }
}
