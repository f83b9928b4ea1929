package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
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

/** RFC 9768 §3.1: every row of its table 2, and what comes when SYNs come twice. Flags are (AE,CWR,ECE), as in the table. */
class AccurateEcnHandshakeTest {
    private static final int ACCURATE_SYN = 0b111;
    private static final int CLASSIC_SYN = 0b011;
    private static final int CLASSIC_ANSWER = 0b001;

    private static TcpSegment segment(TcpFlags flags, int ace) {
        TcpFlags all = flags.with(TcpFlags.ofAce(ace));
        return new TcpSegment(1, 2, 0, 0, all, 100, 0, TcpOptions.Handshake.NONE, Payload.EMPTY);
    }

    private static EcnHandshake.Verdict hears(EcnHandshake ecn, TcpFlags flags, int ace, EcnCodepoint codepoint) {
        return ecn.onReceived(segment(flags, ace), codepoint);
    }

    private static EcnHandshake.Verdict hears(EcnHandshake ecn, TcpFlags flags, int ace) {
        return hears(ecn, flags, ace, EcnCodepoint.NOT_ECT);
    }

    private static EcnHandshake client() {
        EcnHandshake client = new EcnHandshake(EcnPolicy.REQUEST_ACCURATE);
        assertThat(client.onSyn().ace()).isEqualTo(ACCURATE_SYN);
        return client;
    }

    private static EcnHandshake server(int ace) {
        EcnHandshake server = new EcnHandshake(EcnPolicy.ACCEPT_ACCURATE);
        hears(server, TcpFlags.SYN, ace);
        return server;
    }

    @Nested
    class Clients {
        /** The column of the client's mode, and that only who may use it sets ECT. */
        @ParameterizedTest
        @CsvSource({
            "0b010, ACCURATE", "0b011, ACCURATE", "0b100, ACCURATE", "0b110, ACCURATE",
            "0b101, ACCURATE", "0b001, CLASSIC", "0b000, NONE", "0b111, NONE"
        })
        @Tag("9768-3.1.1-1")
        @Tag("9768-3.1.1-5")
        @Tag("9768-3.1.2-1")
        @Tag("9768-3.1.2-2")
        @Tag("9768-3.1.2-5")
        @Tag("9768-3.1.3-3")
        @Tag("9768-3.1.5-10")
        void takeTheModeThatTheAnswerTells(String answer, EcnMode mode) {
            EcnHandshake client = client();
            assertThat(client.mode()).as("before the answer").isEqualTo(EcnMode.NONE);
            hears(client, TcpFlags.SYN_ACK, Integer.parseInt(answer.substring(2), 2));
            assertThat(client.mode()).isEqualTo(mode);
            assertThat(client.maySetEct()).isEqualTo(mode != EcnMode.NONE);
            assertThat(client.mustEcho()).isEqualTo(mode == EcnMode.CLASSIC);
        }

        @Test
        @Tag("9768-3.1.4.1-1")
        @Tag("9768-3.1.4.1-2")
        @Tag("9768-3.1.5-3")
        @Tag("9768-3.1.3-2")
        void askTwiceAndThenNoMore() {
            EcnHandshake client = client();
            assertThat(client.onSyn().ace()).isEqualTo(ACCURATE_SYN);
            assertThat(client.onSyn().ace()).isZero();
            assertThat(client.onSyn().ace()).isZero();
        }

        /** RFC 9768 §3.1.5: the server is in the mode for certain, so that a client may use it whatever it has sent since. */
        @Test
        @Tag("9768-3.1.1-6")
        void mayStillSetEctAfterASynThatAskedNoMore() {
            EcnHandshake client = client();
            client.onSyn();
            client.onSyn();
            assertThat(client.mode()).isEqualTo(EcnMode.NONE);
            hears(client, TcpFlags.SYN_ACK, 0b010);
            assertThat(client.mode()).isEqualTo(EcnMode.ACCURATE);
            assertThat(client.maySetEct()).isTrue();
        }

        @Test
        @Tag("9768-3.1.5-1")
        void keepTheModeOfTheFirstAnswer() {
            EcnHandshake client = client();
            hears(client, TcpFlags.SYN_ACK, 0b010);
            hears(client, TcpFlags.SYN_ACK, 0);
            assertThat(client.mode()).isEqualTo(EcnMode.ACCURATE);
            assertThat(client.maySetEct()).isTrue();
            EcnHandshake refused = client();
            hears(refused, TcpFlags.SYN_ACK, 0);
            hears(refused, TcpFlags.SYN_ACK, 0b010);
            assertThat(refused.mode()).isEqualTo(EcnMode.NONE);
        }

        @Test
        void mayAskForTheClassicKindThoughTheyAcceptEither() {
            EcnHandshake client = new EcnHandshake(EcnPolicy.REQUEST_ACCEPT_ACCURATE);
            assertThat(client.onSyn().ace()).isEqualTo(CLASSIC_SYN);
            assertThat(client.onSyn().ace()).isZero();
            EcnHandshake answered = new EcnHandshake(EcnPolicy.REQUEST_ACCEPT_ACCURATE);
            answered.onSyn();
            hears(answered, TcpFlags.SYN_ACK, CLASSIC_ANSWER);
            assertThat(answered.mode()).isEqualTo(EcnMode.CLASSIC);
        }

        @Test
        @Tag("9768-3.1.5-6")
        void seeAnswersOfBothKindsAsAContradiction() {
            EcnHandshake client = client();
            assertThat(hears(client, TcpFlags.SYN_ACK, CLASSIC_ANSWER)).isEqualTo(EcnHandshake.Verdict.CONSISTENT);
            assertThat(hears(client, TcpFlags.SYN_ACK, 0b010)).isEqualTo(EcnHandshake.Verdict.CONTRADICTORY);
        }
    }

    @Nested
    class Servers {
        /** Whatever is not one of the three requests that there are is one for accurate ECN. */
        @ParameterizedTest
        @CsvSource({
            "0b111, ACCURATE, 0b010",
            "0b011, CLASSIC, 0b001",
            "0b000, NONE, 0b000",
            "0b001, ACCURATE, 0b010",
            "0b010, ACCURATE, 0b010",
            "0b100, ACCURATE, 0b010",
            "0b101, ACCURATE, 0b010",
            "0b110, ACCURATE, 0b010"
        })
        @Tag("9768-3.1.1-2")
        @Tag("9768-3.1.1-4")
        @Tag("9768-3.1.2-3")
        @Tag("9768-3.1.2-4")
        @Tag("9768-3.1.3-1")
        void answerWhatTheSynAsksFor(String asked, EcnMode mode, String answer) {
            EcnHandshake server = server(Integer.parseInt(asked.substring(2), 2));
            assertThat(server.onSynAck().ace()).isEqualTo(Integer.parseInt(answer.substring(2), 2));
            assertThat(server.mode()).isEqualTo(mode);
            assertThat(server.maySetEct()).isEqualTo(mode != EcnMode.NONE);
            assertThat(server.isPassive()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({"NOT_ECT, 0b010", "ECT_1, 0b011", "ECT_0, 0b100", "CE, 0b110"})
        @Tag("9768-3.1.1-3")
        @Tag("9768-3.1.3-4")
        void tellHowTheSynHasCome(EcnCodepoint codepoint, String answer) {
            EcnHandshake server = new EcnHandshake(EcnPolicy.ACCEPT_ACCURATE);
            hears(server, TcpFlags.SYN, ACCURATE_SYN, codepoint);
            assertThat(server.onSynAck().ace()).isEqualTo(Integer.parseInt(answer.substring(2), 2));
        }

        /** One that knows RFC 3168 alone sees an ECN-setup SYN: AE means nothing to it. */
        @ParameterizedTest
        @EnumSource(
                value = EcnPolicy.class,
                names = {"ACCEPT", "REQUEST"})
        void thatDoNotTakeTheAccurateKindAnswerByTheClassicOne(EcnPolicy policy) {
            EcnHandshake server = new EcnHandshake(policy);
            hears(server, TcpFlags.SYN, ACCURATE_SYN);
            assertThat(server.onSynAck().ace()).isEqualTo(CLASSIC_ANSWER);
            assertThat(server.mode()).isEqualTo(EcnMode.CLASSIC);
        }

        @Test
        @Tag("9768-3.2.3.2.2-1")
        @Tag("9768-3.2.3.2.2-2")
        @Tag("9768-3.2.3.2.1-3")
        void answerWithTheOptionThenWithoutAndThenWithNothing() {
            EcnHandshake server = server(ACCURATE_SYN);
            assertThat(server.isOptionDue()).isTrue();
            assertThat(server.onSynAck().ace()).isEqualTo(0b010);
            assertThat(server.isOptionDoubtful()).isFalse();
            assertThat(server.isOptionDue()).isFalse();
            assertThat(server.onSynAck().ace()).isEqualTo(0b010);
            assertThat(server.isOptionDoubtful()).isTrue();
            assertThat(server.maySetEct()).isTrue();
            assertThat(server.onSynAck().ace()).isZero();
            assertThat(server.mode()).isEqualTo(EcnMode.ACCURATE);
            assertThat(server.maySetEct())
                    .as("after an answer that said nothing")
                    .isFalse();
        }

        @Test
        @Tag("9768-3.1.5-1")
        @Tag("9768-3.1.5-7")
        @Tag("9768-3.1.5-8")
        @Tag("9768-3.1.5-12")
        void keepTheModeOfTheFirstSynButSetNoEctForAPeerThatAsksNoMore() {
            EcnHandshake server = server(ACCURATE_SYN);
            server.onSynAck();
            assertThat(hears(server, TcpFlags.SYN, 0, EcnCodepoint.CE)).isEqualTo(EcnHandshake.Verdict.CONSISTENT);
            assertThat(server.onSynAck().ace()).as("how the last SYN has come").isEqualTo(0b110);
            assertThat(server.mode()).isEqualTo(EcnMode.ACCURATE);
            assertThat(server.maySetEct()).isFalse();
        }

        @Test
        @Tag("9768-3.1.5-9")
        @Tag("9768-3.1.5-4")
        void stayWithoutWhereTheFirstSynAskedForNothing() {
            EcnHandshake server = server(0);
            assertThat(server.onSynAck().ace()).isZero();
            hears(server, TcpFlags.SYN, ACCURATE_SYN);
            assertThat(server.onSynAck().ace()).isZero();
            assertThat(server.mode()).isEqualTo(EcnMode.NONE);
        }

        @ParameterizedTest
        @CsvSource({
            "7, 3, CONTRADICTORY",
            "3, 7, CONTRADICTORY",
            "7, 7, CONSISTENT",
            "3, 3, CONSISTENT",
            "3, 0, CONSISTENT"
        })
        @Tag("9768-3.1.5-5")
        void seeRequestsOfBothKindsAsAContradiction(int first, int second, EcnHandshake.Verdict verdict) {
            EcnHandshake server = server(first);
            server.onSynAck();
            assertThat(hears(server, TcpFlags.SYN, second)).isEqualTo(verdict);
        }

        @Test
        void thatKnowTheClassicKindAloneSeeNoContradiction() {
            EcnHandshake server = new EcnHandshake(EcnPolicy.ACCEPT);
            hears(server, TcpFlags.SYN, ACCURATE_SYN);
            assertThat(hears(server, TcpFlags.SYN, CLASSIC_SYN)).isEqualTo(EcnHandshake.Verdict.CONSISTENT);
        }
    }

    @Nested
    class BothAtOnce {
        @ParameterizedTest
        @CsvSource({"7, ACCURATE, 2", "3, CLASSIC, 1", "0, NONE, 0"})
        @Tag("9768-3.1.2-6")
        @Tag("9768-3.1.2-7")
        void answerAsIfTheyHadNotAskedThemselves(int asked, EcnMode mode, int answer) {
            EcnHandshake one = client();
            hears(one, TcpFlags.SYN, asked);
            assertThat(one.onSynAck().ace()).isEqualTo(answer);
            assertThat(one.mode()).isEqualTo(mode);
            assertThat(one.isPassive()).isTrue();
        }
    }

    /** RFC 9768, tables 3 and 4. */
    @ParameterizedTest
    @EnumSource
    void whatOneEndTellsOfACodepointTheOtherReads(EcnCodepoint codepoint) {
        assertThat(EcnCode.of(EcnCode.echoing(codepoint).flags()).echoed()).hasValue(codepoint);
    }
}
