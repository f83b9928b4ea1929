package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;

class EcnSenderTest {
    private static final TcpFlags PSH_CWR = TcpFlags.PSH.with(TcpFlags.CWR);

    private final EcnSender ecn = new EcnSender();

    private static Outgoing data() {
        return new Outgoing(1, TcpFlags.PSH, 0, Payload.of(new byte[10]));
    }

    @Test
    void leavesDataAloneUntilBothAgree() {
        ecn.onReducedByLoss(100);
        assertThat(ecn.onNewData(data()).ecn()).isEqualTo(EcnCodepoint.NOT_ECT);
        ecn.onAgreed(EcnHandshakeTest.agreedByTheClient());
        assertThat(ecn.onNewData(data()).ecn()).isEqualTo(EcnCodepoint.ECT_0);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(TcpFlags.PSH);
    }

    @Test
    @Tag("3168-6.1.1-4")
    @Tag("3168-6.1.2-5")
    void tellsOfEachReductionWithTheFirstNewDataAlone() {
        ecn.onAgreed(EcnHandshakeTest.agreedByTheClient());
        ecn.onReducedByEcho(100);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(PSH_CWR);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(TcpFlags.PSH);
        ecn.onReducedByLoss(200);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(PSH_CWR);
        ecn.onTimeout(300, false);
        ecn.onTimeout(300, true);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(PSH_CWR);
        assertThat(ecn.onNewData(data()).flags()).isEqualTo(TcpFlags.PSH);
    }

    @Test
    void takesAnEchoForNewsOnlyBehindTheLastReduction() {
        assertThat(ecn.isUnanswered(1)).as("the SYN's").isFalse();
        assertThat(ecn.isUnanswered(2)).isTrue();
        ecn.onReducedByEcho(100);
        assertThat(ecn.isUnanswered(100)).isFalse();
        assertThat(ecn.isUnanswered(101)).isTrue();
        ecn.onReducedByLoss(200);
        assertThat(ecn.isUnanswered(200)).isFalse();
    }

    @Test
    void hasAnsweredForLossesOfTheSameWindowAlone() {
        assertThat(ecn.hasAnsweredFor(1)).isFalse();
        ecn.onReducedByEcho(100);
        ecn.onLost(sent(99));
        assertThat(ecn.hasAnsweredFor(100)).isTrue();
        assertThat(ecn.hasAnsweredFor(101)).isFalse();
        ecn.onLost(sent(100));
        assertThat(ecn.hasAnsweredFor(50)).isFalse();
        ecn.onReducedByLoss(200);
        assertThat(ecn.hasAnsweredFor(150)).isFalse();
    }

    @Test
    void takesNoEchoForNewsBeforeThePeerCanHaveHeardOfTheReduction() {
        ecn.onAgreed(EcnHandshakeTest.agreedByTheClient());
        ecn.onReducedByEcho(100);
        assertThat(ecn.isUnanswered(101)).as("of a probe, which has no CWR").isFalse();
        ecn.onNewData(data());
        assertThat(ecn.isUnanswered(101)).isTrue();
    }

    /** RFC 3168 §6.1.2: "if any retransmitted packets are dropped", that is a new instance of congestion. */
    @Test
    void hasNotAnsweredForALostRetransmission() {
        ecn.onReducedByEcho(100);
        Transmission again = sent(50);
        ecn.onLost(again);
        assertThat(ecn.hasAnsweredFor(50)).isTrue();
        again.times++;
        ecn.onLost(again);
        assertThat(ecn.hasAnsweredFor(50)).isFalse();
    }

    private static Transmission sent(long position) {
        Snapshot nothing = new Snapshot(0, 0, 0, false, 0, 0);
        return new Transmission(position, position + 1, 1, 0, nothing);
    }

    @Test
    void letsNothingBeUndoneAfterAnEcho() {
        assertThat(ecn.mayUndo()).isTrue();
        ecn.onReducedByLoss(100);
        ecn.onEcho();
        ecn.onTimeout(100, true);
        assertThat(ecn.mayUndo()).isFalse();
        ecn.onTimeout(100, false);
        assertThat(ecn.mayUndo()).isTrue();
    }
}
