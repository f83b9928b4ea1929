package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.tcp.EcnReceiver.Change;
import org.ouzel.core.tcp.EcnReceiver.Leaving;
import org.ouzel.core.tcp.TcpTuning.EcnReports;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** The counters of the receiving half, and when it tells of them (RFC 9768 §3.2). */
class AccurateEcnReceiverTest {
    private static final Leaving ACK = new Leaving(1, 0, 0);

    private final Counters counters = new Counters();

    private static TcpSegment segment(TcpFlags flags, int length) {
        TcpOptions options = flags.has(TcpFlags.SYN) ? TcpOptions.Handshake.NONE : TcpOptions.Transfer.NONE;
        return new TcpSegment(1, 2, 0, 0, flags, 100, 0, options, Payload.of(new byte[length]));
    }

    private static EcnHandshake asked() {
        EcnHandshake server = new EcnHandshake(EcnPolicy.ACCEPT_ACCURATE);
        server.onReceived(segment(TcpFlags.SYN.with(TcpFlags.ofAce(7)), 0), EcnCodepoint.NOT_ECT);
        server.onSynAck();
        return server;
    }

    private static EcnHandshake answered(EcnCodepoint codepoint) {
        EcnHandshake client = new EcnHandshake(EcnPolicy.REQUEST_ACCURATE);
        client.onSyn();
        client.onReceived(segment(TcpFlags.SYN_ACK.with(TcpFlags.ofAce(2)), 0), codepoint);
        return client;
    }

    private AccurateEcnReceiver server() {
        return new AccurateEcnReceiver(asked(), counters, EcnReports.CHANGED);
    }

    private AccurateEcnReceiver client(EcnCodepoint codepoint) {
        return new AccurateEcnReceiver(answered(codepoint), counters, EcnReports.CHANGED);
    }

    private static Change arrives(AccurateEcnReceiver ecn, EcnCodepoint codepoint, int length) {
        return ecn.onSegment(segment(TcpFlags.ACK, length), codepoint, false);
    }

    private static Optional<AccurateEcnOption> option(AccurateEcnReceiver ecn, Leaving leaving) {
        return ecn.option(leaving, length -> true);
    }

    // ---- The field

    @Test
    @Tag("9768-3.2-1")
    @Tag("9768-3.2-3")
    @Tag("9768-3.2.2-2")
    @Tag("9768-3.2.2.2-1")
    void countsMarkedPacketsOfEveryKindModuloEight() {
        AccurateEcnReceiver ecn = server();
        assertThat(ecn.flags(ACK).ace()).isEqualTo(5);
        for (int marks = 1; marks <= 20; marks++) {
            arrives(ecn, EcnCodepoint.CE, marks % 2 * 100);
            arrives(ecn, EcnCodepoint.ECT_0, 100);
            assertThat(ecn.flags(ACK).ace()).isEqualTo((5 + marks) % 8);
            assertThat(ecn.flags(new Leaving(9, 10, 0)).ace()).isEqualTo((5 + marks) % 8);
        }
        assertThat(counters.congestionMarksIn).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"NOT_ECT, 2, 5", "ECT_1, 3, 5", "ECT_0, 4, 5", "CE, 6, 6"})
    @Tag("9768-3.2.2.1-1")
    @Tag("9768-3.2.2.2-4")
    void tellsHowTheAnswerToItsSynHasComeByAPureAcknowledgmentAlone(EcnCodepoint codepoint, int code, int packets) {
        AccurateEcnReceiver ecn = client(codepoint);
        assertThat(ecn.flags(new Leaving(1, 100, 0)).ace()).as("with data").isEqualTo(packets);
        assertThat(ecn.flags(new Leaving(1, 0, 1)).ace()).as("with SACK blocks").isEqualTo(packets);
        assertThat(ecn.owesEcho() && ecn.keepsBlocksOut(0)).isTrue();
        assertThat(ecn.flags(ACK).ace()).isEqualTo(code);
        ecn.onSent(ACK);
        assertThat(ecn.owesEcho() || ecn.keepsBlocksOut(0)).isFalse();
        assertThat(ecn.flags(ACK).ace()).isEqualTo(packets);
    }

    @Test
    @Tag("9768-3.2.2.1-3")
    @Tag("9768-3.2.2.2-4")
    void countsTheMarkOfAnAnswerOnceThoughItComesTwice() {
        EcnHandshake handshake = answered(EcnCodepoint.CE);
        AccurateEcnReceiver ecn = new AccurateEcnReceiver(handshake, counters, EcnReports.CHANGED);
        ecn.onSent(ACK);
        assertThat(ecn.owesEcho()).isFalse();
        ecn.onSynAgain(new PeerSyn(segment(TcpFlags.SYN_ACK.with(TcpFlags.ofAce(2)), 0), EcnCodepoint.CE, 0));
        assertThat(ecn.owesEcho()).isTrue();
        assertThat(ecn.flags(ACK).ace()).isEqualTo(6);
        assertThat(ecn.packets()).isEqualTo(6);
    }

    @Test
    @Tag("9768-3.2.2.2-2")
    void aServerDoesNotCountTheMarkOfTheSyn() {
        EcnHandshake handshake = new EcnHandshake(EcnPolicy.ACCEPT_ACCURATE);
        handshake.onReceived(segment(TcpFlags.SYN.with(TcpFlags.ofAce(7)), 0), EcnCodepoint.CE);
        assertThat(new AccurateEcnReceiver(handshake, counters, EcnReports.CHANGED).packets())
                .isEqualTo(5);
    }

    // ---- When it tells

    @Test
    @Tag("9768-3.2.2.5.1-1")
    void tellsAtOnceOfMarkedDataBehindWhatWasNotMarked() {
        AccurateEcnReceiver ecn = server();
        assertThat(arrives(ecn, EcnCodepoint.ECT_0, 10)).isEqualTo(Change.NONE);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.TELL_AT_ONCE);
        ecn.onSent(ACK);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.NONE);
        assertThat(arrives(ecn, EcnCodepoint.ECT_0, 0)).as("any packet").isEqualTo(Change.NONE);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.TELL_AT_ONCE);
        ecn.onSent(ACK);
        arrives(ecn, EcnCodepoint.ECT_0, 10);
        assertThat(arrives(ecn, EcnCodepoint.CE, 0)).as("without data").isEqualTo(Change.NONE);
    }

    @Test
    @Tag("9768-3.2.2.5.1-2")
    @Tag("9768-3.2.2.5.1-3")
    @Tag("9768-3.2.2.5.1-5")
    void tellsAtOnceOfEverySecondMarkOfData() {
        AccurateEcnReceiver ecn = server();
        arrives(ecn, EcnCodepoint.CE, 10);
        ecn.onSent(ACK);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.NONE);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.TELL_AT_ONCE);
        ecn.onSent(ACK);
        assertThat(arrives(ecn, EcnCodepoint.CE, 10)).isEqualTo(Change.NONE);
        assertThat(ecn.onSegment(segment(TcpFlags.ACK, 0), EcnCodepoint.CE, true))
                .as("where data waits")
                .isEqualTo(Change.TELL_AT_ONCE);
    }

    @Test
    @Tag("9768-3.2.2.5.1-4")
    @Tag("9768-3.2.2.5.1-6")
    void acknowledgesEveryThirdMarkedAcknowledgmentWithoutBlocks() {
        AccurateEcnReceiver ecn = server();
        for (int times = 0; times < 3; times++) {
            assertThat(arrives(ecn, EcnCodepoint.CE, 0)).isEqualTo(Change.NONE);
            assertThat(arrives(ecn, EcnCodepoint.CE, 0)).isEqualTo(Change.NONE);
            assertThat(arrives(ecn, EcnCodepoint.CE, 0)).isEqualTo(Change.TELL_AT_ONCE);
            assertThat(ecn.keepsBlocksOut(0)).isTrue();
            ecn.onSent(ACK);
            assertThat(ecn.keepsBlocksOut(0)).isFalse();
        }
    }

    // ---- The option

    @Test
    @Tag("9768-3.2-2")
    @Tag("9768-3.2.3.3-2")
    @Tag("9768-3.2.3.3-5")
    @Tag("9768-3.2.3.3-6")
    @Tag("9768-3.1.5-14")
    void goesWithTheAcknowledgmentOfWhatItCounts() {
        AccurateEcnReceiver ecn = server();
        assertThat(option(ecn, ACK)).isEmpty();
        arrives(ecn, EcnCodepoint.ECT_0, 100);
        assertThat(option(ecn, ACK)).hasValue(new AccurateEcnOption(Order.ECT_0_FIRST, List.of(101)));
        assertThat(option(ecn, ACK)).as("told").isEmpty();
        arrives(ecn, EcnCodepoint.CE, 30);
        arrives(ecn, EcnCodepoint.NOT_ECT, 1000);
        assertThat(option(ecn, ACK)).hasValue(new AccurateEcnOption(Order.ECT_0_FIRST, List.of(101, 30)));
        arrives(ecn, EcnCodepoint.CE, 0);
        assertThat(option(ecn, ACK)).as("no bytes were marked").isEmpty();
    }

    @Test
    @Tag("9768-3.2.3.2.1-4")
    @Tag("9768-3.2.3.2.1-5")
    @Tag("9768-3.2.3.2.2-3")
    void testsThePathByTheFirstAcknowledgmentAndTheFirstDataOfAClient() {
        AccurateEcnReceiver ecn = client(EcnCodepoint.NOT_ECT);
        assertThat(option(ecn, ACK)).hasValue(new AccurateEcnOption(Order.ECT_0_FIRST, List.of(1, 0, 1)));
        ecn.onSent(ACK);
        assertThat(option(ecn, new Leaving(1, 10, 0))).isPresent();
        assertThat(option(ecn, new Leaving(11, 10, 0))).isEmpty();
        arrives(ecn, EcnCodepoint.ECT_0, 100);
        assertThat(option(ecn, new Leaving(1, 10, 0))).as("sent again").isEmpty();
        assertThat(option(ecn, ACK)).as("ever after").isEmpty();
    }

    @Test
    void isKeptUpWhereThatIsWantedThoughThePathSeemsToDropIt() {
        AccurateEcnReceiver ecn =
                new AccurateEcnReceiver(answered(EcnCodepoint.NOT_ECT), counters, EcnReports.PERSISTENT);
        assertThat(option(ecn, new Leaving(1, 10, 0))).isPresent();
        assertThat(option(ecn, new Leaving(1, 10, 0))).isPresent();
        assertThat(option(ecn, ACK)).isPresent();
    }

    @Test
    @Tag("9768-3.2.3.2.1-3")
    void isOnTheFirstAnswerOfAServerAlone() {
        EcnHandshake handshake = new EcnHandshake(EcnPolicy.ACCEPT_ACCURATE);
        handshake.onReceived(segment(TcpFlags.SYN.with(TcpFlags.ofAce(7)), 0), EcnCodepoint.NOT_ECT);
        AccurateEcnReceiver ecn = new AccurateEcnReceiver(handshake, counters, EcnReports.CHANGED);
        assertThat(ecn.optionOfSynAck(length -> true)).isPresent();
        handshake.onSynAck();
        assertThat(ecn.optionOfSynAck(length -> true)).isEmpty();
        handshake.onSynAck();
        arrives(ecn, EcnCodepoint.ECT_0, 10);
        assertThat(option(ecn, ACK)).as("who knows what became of the first").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isSentAsOftenAsIsWanted(EcnReports reports) {
        AccurateEcnReceiver ecn = new AccurateEcnReceiver(asked(), counters, reports);
        boolean always = reports == EcnReports.ALWAYS || reports == EcnReports.PERSISTENT;
        assertThat(option(ecn, ACK).isPresent()).isEqualTo(always);
        arrives(ecn, EcnCodepoint.ECT_0, 10);
        assertThat(option(ecn, ACK).isPresent()).isEqualTo(reports != EcnReports.NEVER);
        assertThat(ecn.hasReceivedEct()).isTrue();
    }
}
