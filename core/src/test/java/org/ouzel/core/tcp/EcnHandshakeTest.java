package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

class EcnHandshakeTest {
    private static final TcpFlags BOTH = TcpFlags.ECE.with(TcpFlags.CWR);

    private static TcpSegment syn(TcpFlags more) {
        return segment(TcpFlags.SYN.with(more));
    }

    private static TcpSegment synAck(TcpFlags more) {
        return segment(TcpFlags.SYN_ACK.with(more));
    }

    private static TcpSegment segment(TcpFlags flags) {
        return new TcpSegment(1, 2, 0, 0, flags, 100, 0, TcpOptions.Handshake.NONE, Payload.EMPTY);
    }

    /** One whose request for classic ECN was agreed to. */
    static EcnHandshake agreedByTheClient() {
        EcnHandshake active = new EcnHandshake(EcnPolicy.REQUEST);
        active.onSyn();
        active.onReceived(synAck(TcpFlags.ECE), EcnCodepoint.NOT_ECT);
        return active;
    }

    // ---- The active end

    @Test
    void asksByBothFlagsAndAgreesByOne() {
        EcnHandshake active = new EcnHandshake(EcnPolicy.REQUEST);
        EcnHandshake passive = new EcnHandshake(EcnPolicy.ACCEPT);
        assertThat(active.onSyn()).isEqualTo(BOTH);
        passive.onReceived(syn(BOTH), EcnCodepoint.NOT_ECT);
        assertThat(passive.onSynAck()).isEqualTo(TcpFlags.ECE);
        active.onReceived(synAck(TcpFlags.ECE), EcnCodepoint.NOT_ECT);
        assertThat(active.maySetEct()).isTrue();
        assertThat(passive.maySetEct()).isTrue();
        assertThat(active.mustEcho() && passive.mustEcho()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = EcnPolicy.class,
            names = {"OFF", "ACCEPT"})
    @Tag("3168-6.1.1-6")
    @Tag("3168-6.1.1-2")
    void doesNotAskUnlessItIsToldTo(EcnPolicy policy) {
        EcnHandshake active = new EcnHandshake(policy);
        assertThat(active.onSyn()).isEqualTo(TcpFlags.NONE);
        active.onReceived(synAck(TcpFlags.ECE), EcnCodepoint.NOT_ECT);
        assertThat(active.maySetEct()).isFalse();
        assertThat(active.mustEcho()).isFalse();
    }

    /** The flags of a SYN-ACK, AE among them, and whether they agree: RFC 3168 knows nothing of AE. */
    @ParameterizedTest
    @CsvSource({
        "0x40, true",
        "0x140, true",
        "0x00, false",
        "0x80, false",
        "0xc0, false",
        "0x100, false",
        "0x180, false",
        "0x1c0, false"
    })
    @Tag("3168-6.1.1-7")
    void takesTheReflectionOfItsOwnFlagsAndAllButEceForARefusal(String flags, boolean agrees) {
        EcnHandshake active = new EcnHandshake(EcnPolicy.REQUEST);
        active.onSyn();
        active.onReceived(synAck(new TcpFlags(Integer.decode(flags))), EcnCodepoint.NOT_ECT);
        assertThat(active.maySetEct()).isEqualTo(agrees);
        assertThat(active.mustEcho()).isEqualTo(agrees);
    }

    @Test
    @Tag("3168-6.1.1-2")
    @Tag("3168-6.1.1-5")
    void hasAskedOnceForAllAndAnswersForMarksThoughItMayNotHaveAnyItself() {
        EcnHandshake active = new EcnHandshake(EcnPolicy.REQUEST);
        active.onSyn();
        assertThat(active.onSyn()).as("after a timeout").isEqualTo(TcpFlags.NONE);
        assertThat(active.onSyn()).isEqualTo(TcpFlags.NONE);
        active.onReceived(synAck(TcpFlags.ECE), EcnCodepoint.NOT_ECT);
        assertThat(active.maySetEct()).isFalse();
        assertThat(active.mustEcho()).isTrue();
    }

    // ---- The passive end

    @ParameterizedTest
    @CsvSource({"0xc0, true", "0x1c0, true", "0x00, false", "0x40, false", "0x80, false", "0x100, false", "0x140, false"
    })
    @Tag("3168-6.1.1-1")
    @Tag("3168-6.1.1-7")
    void agreesToWhatAsksAlone(String flags, boolean agrees) {
        EcnHandshake passive = new EcnHandshake(EcnPolicy.ACCEPT);
        passive.onReceived(syn(new TcpFlags(Integer.decode(flags))), EcnCodepoint.NOT_ECT);
        assertThat(passive.onSynAck()).isEqualTo(agrees ? TcpFlags.ECE : TcpFlags.NONE);
        assertThat(passive.maySetEct()).isEqualTo(agrees);
        assertThat(passive.mustEcho()).isEqualTo(agrees);
    }

    @Test
    @Tag("3168-6.1.1-6")
    void agreesToNothingWhenItIsOff() {
        EcnHandshake passive = new EcnHandshake(EcnPolicy.OFF);
        passive.onReceived(syn(BOTH), EcnCodepoint.NOT_ECT);
        assertThat(passive.onSynAck()).isEqualTo(TcpFlags.NONE);
        assertThat(passive.maySetEct()).isFalse();
        assertThat(passive.mustEcho()).isFalse();
    }

    /** RFC 3168 §6.1.1.1, the example: the peer has asked, and then not. */
    @Test
    @Tag("3168-6.1.1-3")
    void sendsNothingCapableToAPeerThatHasStoppedAsking() {
        EcnHandshake passive = new EcnHandshake(EcnPolicy.ACCEPT);
        passive.onReceived(syn(BOTH), EcnCodepoint.NOT_ECT);
        passive.onSynAck();
        passive.onReceived(syn(TcpFlags.NONE), EcnCodepoint.NOT_ECT);
        assertThat(passive.maySetEct()).isFalse();
        assertThat(passive.onSynAck()).isEqualTo(TcpFlags.NONE);
    }

    // ---- Both at once

    @Test
    void agreesWhenBothAskAtOnce() {
        EcnHandshake one = new EcnHandshake(EcnPolicy.REQUEST);
        assertThat(one.onSyn()).isEqualTo(BOTH);
        one.onReceived(syn(BOTH), EcnCodepoint.NOT_ECT);
        assertThat(one.onSynAck()).isEqualTo(TcpFlags.ECE);
        assertThat(one.maySetEct()).isTrue();
    }

    @Test
    @Tag("3168-6.1.1-1")
    @Tag("3168-6.1.1-2")
    void doesNotAgreeWhenOneOfTwoThatOpenAtOnceDoesNotAsk() {
        EcnHandshake one = new EcnHandshake(EcnPolicy.ACCEPT);
        one.onSyn();
        one.onReceived(syn(BOTH), EcnCodepoint.NOT_ECT);
        assertThat(one.onSynAck()).isEqualTo(TcpFlags.NONE);
        assertThat(one.maySetEct()).isFalse();
    }
}
