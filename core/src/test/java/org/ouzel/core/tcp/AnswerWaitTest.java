package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.Relative.syn;
import static org.ouzel.core.tcp.StateFixture.MS;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.StateFixture.Place;
import org.ouzel.core.tcp.StateFixture.Start;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;

/** Which acknowledgments wait for the user's answer, where that is asked for (decision 0015). */
class AnswerWaitTest {
    private static final int FULL = 1460;
    private static final TcpFlags PSH_ACK = TcpFlags.PSH.with(TcpFlags.ACK);
    private static final TcpParameters WAITING = TcpParameters.DEFAULT.withAnswerWait(MS);

    private static StateFixture in(Place place, Start start) {
        return new StateFixture(place, start, Pair.SETTINGS, WAITING);
    }

    private static StateFixture established() {
        return in(Place.ESTABLISHED, Start.WRAPPING);
    }

    private static Relative request(int length) {
        return segment(PSH_ACK).text(length);
    }

    @Nested
    class OfText {
        @ParameterizedTest
        @EnumSource
        @Tag("SHLD-18")
        void isCarriedByTheAnswer(Start start) throws CallRefused {
            StateFixture tcp = in(Place.ESTABLISHED, start);
            tcp.arrives(request(3));
            tcp.sentNothing();
            tcp.receive();
            tcp.sentNothing();
            tcp.send(5);
            tcp.sent(segment(PSH_ACK).acking(3).text(5));
            tcp.passes(10 * MS);
            tcp.sentNothing();
        }

        @ParameterizedTest
        @EnumSource
        @Tag("MUST-40")
        void goesAloneWhereNoAnswerComes(Start start) {
            StateFixture tcp = in(Place.ESTABLISHED, start);
            tcp.arrives(request(3));
            tcp.passes(MS - 1);
            tcp.sentNothing();
            tcp.passes(1);
            tcp.sent(ack().acking(3));
            tcp.arrives(request(3).at(3));
            tcp.sent(ack().acking(6));
        }

        @Test
        void goesWithTheSecond() {
            StateFixture tcp = established();
            tcp.arrives(request(3));
            tcp.arrives(request(3).at(3));
            tcp.sent(ack().acking(6));
        }

        @Test
        void goesAtOnceForAFullSegmentAndWhereMoreIsToCome() {
            StateFixture tcp = established();
            tcp.arrives(request(FULL));
            tcp.sent(ack().acking(FULL));
            tcp.arrives(request(FULL - 40).at(FULL));
            tcp.sent(ack().acking(2 * FULL - 40));
            tcp.arrives(ack().text(3).at(2 * FULL - 40));
            tcp.sent(ack().acking(2 * FULL - 37));
        }

        @Test
        void goesAtOnceWhereWeHaveClosed() {
            StateFixture tcp = in(Place.FIN_WAIT_2, Start.WRAPPING);
            tcp.arrives(request(3));
            tcp.sent(ack().acking(3));
        }

        // What Nagle's algorithm (RFC 9293 §3.7.4) holds back comes when we have acknowledged what is before it.
        @Test
        void waitsOnceForAPeerThatSaysTheRestOnlyThen() throws CallRefused {
            StateFixture tcp = established();
            tcp.arrives(request(3));
            tcp.passes(MS);
            tcp.sent(ack().acking(3));
            tcp.advance(3, 0);
            for (int turn = 0; turn < 3; turn++) {
                tcp.passes(2 * MS);
                tcp.arrives(request(3));
                tcp.sent(ack().acking(3));
                tcp.send(5);
                tcp.sent(segment(PSH_ACK).acking(3).text(5));
                tcp.advance(3, 5);
                tcp.passes(2 * MS);
                tcp.arrives(request(3));
                tcp.sent(ack().acking(3));
                tcp.advance(3, 0);
            }
        }

        // Also where the round trip is so short that the answer to both parts comes in time for the first.
        @Test
        void waitsOnceForSuchAPeerNearby() throws CallRefused {
            StateFixture tcp = established();
            long waited = 0;
            for (int turn = 0; turn < 8; turn++) {
                tcp.arrives(request(3));
                long asked = tcp.now;
                tcp.passes(tcp.takeSentCount() > 0 ? 0 : MS);
                waited += tcp.now - asked;
                tcp.advance(3, 0);
                tcp.passes(MS / 10);
                tcp.arrives(request(3));
                tcp.send(5);
                tcp.advance(3, 5);
                tcp.passes(MS / 10);
            }
            assertThat(waited).isEqualTo(MS);
        }

        @Test
        void goesAtOnceForUrgentText() {
            StateFixture tcp = established();
            tcp.arrives(request(3).urgent(3));
            tcp.sent(ack().acking(3));
        }

        // RFC 5681 §4.2: "Out-of-order data segments SHOULD be acknowledged immediately", and what fills the gap.
        @Test
        void goesAtOnceForWhatIsOutOfOrderOrHasComeBefore() {
            StateFixture tcp = established();
            tcp.arrives(request(3).at(3));
            tcp.sent(ack());
            tcp.arrives(request(3));
            tcp.sent(ack().acking(6));
            tcp.arrives(request(3));
            tcp.sent(ack().acking(6));
        }

        @Test
        void goesAtOnceWhereTheWindowHasHeldThePeerBack() {
            StateFixture tcp = established();
            int most = StateFixture.BUFFER - 10;
            tcp.arrives(ack().text(most));
            tcp.advance(most, 0);
            tcp.arrives(request(1));
            tcp.sent(ack().acking(1));
        }

        @Test
        void goesWithAWindowThatIsWorthTelling() throws CallRefused {
            StateFixture tcp = established();
            tcp.arrives(ack().text(5 * FULL));
            tcp.advance(5 * FULL, 0);
            tcp.arrives(request(3));
            tcp.receive();
            tcp.sentNothing();
            tcp.passes(MS);
            tcp.sent(ack().acking(3));
        }

        @Test
        void goesAtOnceWithAMark() {
            StateFixture tcp =
                    new StateFixture(Place.LISTEN, Start.WRAPPING, Pair.SETTINGS.with(EcnPolicy.ACCEPT), WAITING);
            tcp.arrives(syn().with(TcpFlags.ECE.with(TcpFlags.CWR)));
            tcp.advance(1, 1);
            tcp.arrives(ack());
            tcp.arrives(request(3), EcnCodepoint.ECT_0);
            tcp.sentNothing();
            tcp.passes(MS);
            tcp.advance(3, 0);
            tcp.arrives(request(3), EcnCodepoint.CE);
            tcp.sent(ack().acking(3).with(TcpFlags.ECE));
        }
    }

    @Nested
    class OfAFin {
        @ParameterizedTest
        @EnumSource
        void isCarriedByOurs(Start start) {
            StateFixture tcp = in(Place.ESTABLISHED, start);
            tcp.arrives(fin());
            tcp.isIn(State.CLOSE_WAIT);
            tcp.sentNothing();
            tcp.close();
            tcp.sent(fin().acking(1));
            tcp.passes(MS);
            tcp.sentNothing();
        }

        @ParameterizedTest
        @EnumSource
        void goesAloneWhereTheUserHasMoreToSay(Start start) {
            StateFixture tcp = in(Place.ESTABLISHED, start);
            tcp.arrives(fin());
            tcp.passes(MS);
            tcp.sent(ack().acking(1));
        }

        @Test
        void waitsWithTheRequestBeforeIt() throws CallRefused {
            StateFixture tcp = established();
            tcp.arrives(fin().with(TcpFlags.PSH).text(3));
            tcp.sentNothing();
            tcp.send(5);
            tcp.sent(segment(PSH_ACK).acking(4).text(5));
        }

        @Test
        void goesAtOnceBehindAFullSegment() {
            StateFixture tcp = established();
            tcp.arrives(fin().with(TcpFlags.PSH).text(FULL));
            tcp.sent(ack().acking(FULL + 1));
        }

        @Test
        void goesAtOnceWhereWeHaveClosed() {
            for (Place place : new Place[] {Place.FIN_WAIT_1, Place.FIN_WAIT_2}) {
                StateFixture tcp = in(place, Start.WRAPPING);
                tcp.arrives(fin());
                tcp.sent(ack().acking(1));
            }
        }

        @Test
        void goesAtOnceWhenItComesAgain() {
            StateFixture tcp = established();
            tcp.arrives(fin());
            tcp.arrives(fin());
            tcp.sent(ack().acking(1));
        }
    }

    @Test
    void nothingWaitsUnlessItIsAskedFor() {
        StateFixture tcp = new StateFixture(Place.ESTABLISHED, Start.WRAPPING);
        tcp.arrives(request(3));
        tcp.sent(ack().acking(3));
        tcp.arrives(fin().at(3));
        tcp.sent(ack().acking(4));
    }
}
