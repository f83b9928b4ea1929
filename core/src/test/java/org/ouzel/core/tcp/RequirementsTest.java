package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSED;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.LISTEN;
import static org.ouzel.core.tcp.StateFixture.Place.SYN_SENT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpSegment;

/** What RFC 9293 requires of windows, sizes and times, and no table of states shows. */
class RequirementsTest {
    private static final int MSS = Sender.DEFAULT_MSS;
    private static final int WIDE = 0xffff;

    /** RFC 9293 §3.8.6.3. */
    private static final long LONGEST_DELAY = 500 * StateFixture.MS;

    private static List<TcpSegment> polled(StateFixture tcp) {
        List<TcpSegment> segments = new ArrayList<>();
        tcp.tcb.poll(
                tcp.now,
                (tuple, settings, departing) -> segments.add(departing.segment().kept()));
        return segments;
    }

    private static long sendWindow(Tcb tcb, long now) {
        return tcb.status(now).windows().send();
    }

    // ---- Windows

    @InStates(ESTABLISHED)
    @Tag("MUST-1")
    void takesAWindowAsAnUnsignedNumber(StateFixture tcp) {
        tcp.arrives(ack(), 0x8000);
        assertThat(sendWindow(tcp.tcb, tcp.now)).isEqualTo(0x8000);
        tcp.arrives(ack(), WIDE);
        assertThat(sendWindow(tcp.tcb, tcp.now)).isEqualTo(WIDE);
    }

    @Test
    @Tag("REC-1")
    void takesAWindowOfAGigabyte() throws CallRefused {
        int gigabyte = 1 << 30;
        TcpSettings settings = Pair.SETTINGS
                .withReceiveBuffer(TcpSettings.Buffer.of(gigabyte))
                .withSendBuffer(TcpSettings.Buffer.of(1000))
                .with(TcpSettings.UserTimeout.NONE);
        Pair pair = new Pair(1, settings);
        pair.open();
        pair.client.write(MemorySegment.ofArray(new byte[1]), true, false, pair.now);
        pair.runUntil(() -> pair.client.unacknowledgedBytes() == 0);
        assertThat(sendWindow(pair.client, pair.now)).isBetween(gigabyte - (2L << 14), (long) gigabyte);
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-34")
    @Tag("MUST-35")
    @Tag("SHLD-15")
    @Tag("SHLD-16")
    void isRobustAgainstAWindowThatShrinks(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 5 * MSS);
        tcp.send(8 * MSS);
        assertThat(tcp.takeSentCount()).isEqualTo(5);
        tcp.arrives(ack().acking(MSS), MSS);
        tcp.sentNothing();
        tcp.toNextDeadline();
        tcp.sent(ack().at(MSS).text(MSS));
        tcp.arrives(ack().acking(2 * MSS), 0);
        // MAY-7: what follows may be sent again at once, though the window is closed.
        assertThat(tcp.takeSentCount()).isLessThanOrEqualTo(1);
        tcp.toNextDeadline();
        tcp.sent(ack().at(2 * MSS).text(1));
        tcp.stays();
        tcp.arrives(ack().acking(2 * MSS), WIDE);
        for (int taken = 3; taken <= 8; taken++) {
            tcp.arrives(ack().acking(taken * MSS), WIDE);
        }
        assertThat(tcp.tcb.unacknowledgedBytes()).isZero();
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-36")
    @Tag("MUST-37")
    @Tag("SHLD-29")
    @Tag("SHLD-30")
    void probesAClosedWindowForEverButEverMoreRarely(StateFixture tcp) throws CallRefused {
        tcp.tcb.setUserTimeout(0, false);
        tcp.arrives(ack(), 0);
        tcp.send(10);
        tcp.sentNothing();
        long expected = tcp.tcb.status(tcp.now).timing().rtoNs();
        for (int probe = 0; probe < 1000; probe++) {
            long before = tcp.now;
            tcp.toNextDeadline();
            assertThat(tcp.now - before).isEqualTo(expected);
            tcp.sent(ack().text(1));
            tcp.arrives(ack(), 0);
            expected = Math.min(2 * expected, TcpParameters.DEFAULT.maxRtoNs());
        }
        tcp.stays();
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-37")
    @Tag("SHLD-17")
    void endsNoConnectionWhosePeerAnswersProbesForItsUserTimeout(StateFixture tcp) throws CallRefused {
        long timeout = StateFixture.USER_TIMEOUT;
        tcp.arrives(ack(), 2);
        tcp.send(10);
        tcp.arrives(ack(), 0);
        long opened = tcp.now;
        while (tcp.now < opened + 20 * timeout) {
            tcp.toNextDeadline();
            tcp.arrives(ack(), 0);
        }
        tcp.stays();
        tcp.passes(timeout - 1);
        tcp.stays();
        tcp.passes(1);
        tcp.ended(new Ending.UserTimeout(timeout));
    }

    // The byte of a probe that was not kept is no segment of its own: what follows it need not wait.
    @InStates(ESTABLISHED)
    @Tag("SHLD-28")
    void sendsFullSegmentsFromAProbeOnOnceTheWindowOpens(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 0);
        tcp.send(MSS + 10);
        tcp.toNextDeadline();
        tcp.sent(ack().text(1));
        tcp.arrives(ack(), WIDE);
        tcp.sent(ack().text(MSS), ack().at(MSS).text(10).with(TcpFlags.PSH));
    }

    @InStates(ESTABLISHED)
    void sendsNoMoreFromAProbeOnThanTheWindowTakes(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 0);
        tcp.send(MSS);
        tcp.toNextDeadline();
        tcp.sent(ack().text(1));
        tcp.arrives(ack(), 100);
        tcp.sent(ack().text(100));
        tcp.arrives(ack().acking(100), WIDE);
        tcp.sent(ack().at(100).text(MSS - 100).with(TcpFlags.PSH));
    }

    // However short it is: the peer is asked before, and is given the time to answer.
    @InStates(ESTABLISHED)
    @Tag("MUST-37")
    void asksAPeerWhoseWindowIsClosedBeforeTheUserTimeoutEndsTheConnection(StateFixture tcp) throws CallRefused {
        tcp.tcb.setUserTimeout(StateFixture.MS, false);
        tcp.arrives(ack(), 0);
        tcp.send(10);
        for (int probe = 0; probe < 20; probe++) {
            tcp.toNextDeadline();
            tcp.sent(ack().text(1));
            tcp.passes(100 * StateFixture.MS);
            tcp.arrives(ack(), 0);
            tcp.stays();
        }
        tcp.toNextDeadline();
        tcp.stays();
        tcp.toNextDeadline();
        tcp.ended(new Ending.UserTimeout(StateFixture.MS));
    }

    @InStates(ESTABLISHED)
    void reportsAClosedWindowForTheUserTimeoutAndGivesOneThatOpensAnother(StateFixture tcp) throws CallRefused {
        tcp.tcb.setUserTimeout(StateFixture.USER_TIMEOUT, true);
        tcp.arrives(ack(), 0);
        tcp.send(10);
        long end = tcp.now + StateFixture.USER_TIMEOUT;
        while (tcp.now < end) {
            tcp.toNextDeadline();
            tcp.arrives(ack(), 0);
        }
        assertThat(tcp.tcb.takeSignals()).contains(Signal.USER_TIMEOUT);
        tcp.tcb.setUserTimeout(StateFixture.USER_TIMEOUT, false);
        tcp.arrives(ack(), WIDE);
        tcp.passes(StateFixture.USER_TIMEOUT - 1);
        tcp.stays();
        tcp.passes(1);
        tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
    }

    // Beyond half of the largest window, or a whole segment, or nothing.
    @InStates(ESTABLISHED)
    @Tag("MUST-38")
    void sendsNoSmallSegmentsIntoAWindowThatOpensALittle(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 4 * MSS);
        tcp.send(10 * MSS);
        assertThat(tcp.takeSentCount()).isEqualTo(4);
        tcp.arrives(ack().acking(MSS), 3 * MSS + 100);
        tcp.sentNothing();
        tcp.arrives(ack().acking(2 * MSS), 3 * MSS + 100);
        tcp.sent(ack().at(4 * MSS).text(MSS));
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-39")
    void opensItsOwnWindowByNoLessThanASegment(StateFixture tcp) throws CallRefused {
        tcp.closesTheWindow();
        tcp.tcb.read(MemorySegment.ofArray(new byte[MSS - 1]), tcp.now);
        assertThat(polled(tcp)).isEmpty();
        tcp.arrives(ack().text(1));
        assertThat(tcp.lastSent().orElseThrow().window()).isZero();
        tcp.tcb.read(MemorySegment.ofArray(new byte[MSS + 1]), tcp.now);
        assertThat(polled(tcp)).singleElement().extracting(TcpSegment::window).isEqualTo(2 * MSS);
    }

    // ---- Sizes

    @InStates({CLOSED, LISTEN})
    @Tag("MUST-14")
    @Tag("MUST-67")
    @Tag("SHLD-5")
    @Tag("MAY-3")
    void tellsTheSizeThatItsLinkCarries(StateFixture tcp) throws CallRefused {
        if (tcp.tcb.state() == State.LISTEN) {
            tcp.arrives(syn());
        } else {
            tcp.openActively();
        }
        assertThat(tcp.lastSent().orElseThrow().options())
                .isInstanceOfSatisfying(
                        Handshake.class, offer -> assertThat(offer.mss()).hasValue(1500 - 40));
    }

    @InStates(LISTEN)
    @Tag("MUST-14")
    @Tag("MUST-16")
    void sendsNoMoreInASegmentThanThePeerTakes(StateFixture tcp) throws CallRefused {
        FourTuple name = new FourTuple(Pair.SERVER, 7, Pair.CLIENT, 40_000);
        TcpSegment bare = tcp.absolute(syn(), WIDE);
        Handshake offer = Handshake.offer(700, OptionalInt.empty(), false, Optional.empty());
        TcpSegment request = new TcpSegment(
                bare.sourcePort(),
                bare.destinationPort(),
                bare.seq(),
                bare.ack(),
                bare.flags(),
                bare.window(),
                0,
                offer,
                Payload.EMPTY);
        tcp.tcb.onRequest(name, 1500, request, EcnCodepoint.NOT_ECT, tcp.now);
        assertThat(polled(tcp)).hasSize(1);
        tcp.advance(1, 1);
        tcp.arrives(ack(), WIDE);
        tcp.send(1500);
        tcp.sent(
                ack().text(700),
                ack().at(700).text(700),
                ack().at(1400).text(100).with(TcpFlags.PSH));
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-16")
    @Tag("SHLD-28")
    void sendsSegmentsOf536BytesWhereThePeerTellsNoSize(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), WIDE);
        tcp.send(2 * MSS + 10);
        tcp.sent(
                ack().text(536),
                ack().at(536).text(536),
                ack().at(1072).text(10).with(TcpFlags.PSH));
    }

    @InStates(LISTEN)
    @Tag("MUST-15")
    void sendsSegmentsOf1220BytesOverIpv6WhereThePeerTellsNoSize(StateFixture tcp) throws CallRefused {
        FourTuple name = new FourTuple(IpAddress.parse("2001:db8::2"), 7, IpAddress.parse("2001:db8::1"), 40_000);
        tcp.tcb.onRequest(name, 1500, tcp.absolute(syn(), WIDE), EcnCodepoint.NOT_ECT, tcp.now);
        polled(tcp);
        tcp.advance(1, 1);
        tcp.tcb.onSegment(tcp.absolute(ack(), WIDE), EcnCodepoint.NOT_ECT, tcp.now);
        tcp.tcb.write(MemorySegment.ofArray(new byte[2000]), true, false, tcp.now);
        assertThat(polled(tcp))
                .extracting(segment -> segment.payload().length())
                .containsExactly(1220, 780);
    }

    @InStates(ESTABLISHED)
    @Tag("SHLD-27")
    void sendsWhatSeveralCallsPushedInOneSegment(StateFixture tcp) throws CallRefused {
        tcp.arrives(ack(), 0);
        for (int call = 0; call < 3; call++) {
            tcp.send(100);
        }
        tcp.sentNothing();
        tcp.arrives(ack(), WIDE);
        tcp.sent(ack().text(300).with(TcpFlags.PSH));
    }

    // ---- Acknowledgments

    private static void afterTheFirstSegments(StateFixture tcp) {
        for (int segment = 0; segment < 16; segment++) {
            tcp.arrives(ack().text(1));
            tcp.advance(1, 0);
        }
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-40")
    @Tag("SHLD-18")
    @Tag("5681-4.2-1")
    @Tag("5681-4.2-2")
    @Tag("5681-4.2-4")
    @Tag("5681-4.2-9")
    void delaysAnAcknowledgmentByLessThanHalfASecond(StateFixture tcp) {
        afterTheFirstSegments(tcp);
        tcp.arrives(ack().text(1));
        tcp.sentNothing();
        tcp.passes(LONGEST_DELAY - 1);
        tcp.sent(ack().acking(1));
    }

    @InStates(ESTABLISHED)
    @Tag("SHLD-19")
    @Tag("5681-4.2-3")
    void acknowledgesEverySecondFullSizedSegmentAtOnce(StateFixture tcp) {
        afterTheFirstSegments(tcp);
        for (int pair = 0; pair < 5; pair++) {
            tcp.arrives(ack().text(MSS));
            tcp.arrives(ack().at(MSS).text(MSS));
            assertThat(tcp.lastSent().orElseThrow().flags()).isEqualTo(TcpFlags.ACK);
            tcp.advance(2 * MSS, 0);
        }
    }

    @InStates(ESTABLISHED)
    @Tag("MUST-58")
    @Tag("MUST-59")
    void acknowledgesAllThatHasComeAtATimeOnce(StateFixture tcp) {
        for (int segment = 0; segment < 4; segment++) {
            tcp.tcb.onSegment(tcp.absolute(ack().at(segment * MSS).text(MSS), WIDE), EcnCodepoint.NOT_ECT, tcp.now);
        }
        int last = tcp.absolute(ack().at(4 * MSS), WIDE).seq();
        assertThat(polled(tcp)).singleElement().extracting(TcpSegment::ack).isEqualTo(last);
    }

    // ---- Times

    /** RFC 6298 §3, Karn's algorithm: and the timeout that was backed off stays until something else is measured (§5.7). */
    @InStates(ESTABLISHED)
    @Tag("MUST-18")
    @Tag("6298-3-1")
    @Tag("6298-3-2")
    @Tag("bbr-4.2-1")
    void measuresNothingByWhatWasSentTwice(StateFixture tcp) throws CallRefused {
        TcbStatus.Timing before = tcp.tcb.status(tcp.now).timing();
        tcp.send(10);
        tcp.toNextDeadline();
        tcp.now += 7 * StateFixture.MS;
        tcp.arrives(ack().acking(10));
        TcbStatus.Timing after = tcp.tcb.status(tcp.now).timing();
        assertThat(after.smoothedNs()).isEqualTo(before.smoothedNs());
        assertThat(after.rtoNs()).isEqualTo(2 * before.rtoNs());
        tcp.send(10);
        tcp.now += 7 * StateFixture.MS;
        tcp.arrives(ack().acking(20));
        assertThat(tcp.tcb.status(tcp.now).timing().lastNs()).isEqualTo(7 * StateFixture.MS);
    }

    /** With five minutes, the user timeout that a stream has unless told otherwise. */
    @InStates(SYN_SENT)
    @Tag("MUST-22")
    @Tag("MUST-23")
    void asksForThreeMinutesAndMore(StateFixture tcp) {
        long began = tcp.now;
        long last = began;
        while (tcp.tcb.state() == State.SYN_SENT) {
            tcp.toNextDeadline();
            last = tcp.takeSentCount() > 0 ? tcp.now : last;
        }
        assertThat(last - began).isGreaterThanOrEqualTo(180_000 * StateFixture.MS);
        tcp.ended(new Ending.UserTimeout(StateFixture.USER_TIMEOUT));
    }

    /** RFC 6191 §2: newer timestamps let a request in, whatever its number, and older ones do not. */
    @Test
    @Tag("SHLD-4")
    @Tag("MAY-2")
    void asksTheTimestampsWhetherARequestIsNewerThanWhatRests() throws CallRefused {
        Pair pair = Pair.established(6191);
        pair.client.close(pair.now);
        pair.run(100 * Pair.MS);
        pair.server.close(pair.now);
        pair.run(100 * Pair.MS);
        assertThat(pair.client.state()).isEqualTo(State.TIME_WAIT);
        TcpSegment fin = pair.trace.stream()
                .filter(segment -> segment.has(TcpFlags.FIN) && segment.sourcePort() == 7)
                .findFirst()
                .orElseThrow();
        int last = fin.options().timestamps().orElseThrow().value();
        assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq() - 1000, last + 1)))
                .isTrue();
        assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq() + 1000, last - 1)))
                .isFalse();
        assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq() + 1000, last)))
                .isTrue();
        assertThat(pair.client.timeWait().orElseThrow().admits(request(fin.seq() - 1000, last)))
                .isFalse();
    }

    private static TcpSegment request(int seq, int timestamp) {
        Handshake offer = Handshake.offer(1460, OptionalInt.empty(), false, Optional.of(new Timestamps(timestamp, 0)));
        return new TcpSegment(7, 40_000, seq, 0, TcpFlags.SYN, WIDE, 0, offer, Payload.EMPTY);
    }
}
