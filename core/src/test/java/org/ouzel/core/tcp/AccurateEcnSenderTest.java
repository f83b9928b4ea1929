package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.AccurateEcnOption;
import org.ouzel.core.wire.AccurateEcnOption.Order;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.TcpFlags;

/** What is made of the three bits and of the option (RFC 9768 §3.2.2, §3.2.3, appendix A). */
class AccurateEcnSenderTest {
    private static final int MSS = 1460;
    private static final int FIRST = 5;

    private final AccurateEcnSender sender = new AccurateEcnSender();

    private static Optional<AccurateEcnOption> counts(Integer... fields) {
        return Optional.of(new AccurateEcnOption(Order.ECT_0_FIRST, List.of(fields)));
    }

    /** The field after so many marks. */
    private int hears(int marks, int delivered) {
        return hears(marks, delivered, Optional.empty());
    }

    private int hears(int marks, int delivered, Optional<AccurateEcnOption> option) {
        EcnFeedback.Counters told = new EcnFeedback.Counters(FIRST + marks & 7, option);
        return sender.onCounters(told, delivered, TimestampClock.NOT_ECHOED, MSS);
    }

    private int opens(String code, boolean asked, Optional<AccurateEcnOption> option) {
        EcnCode told = EcnCode.of(TcpFlags.ofAce(Integer.parseInt(code, 2)));
        return sender.onHandshake(new EcnFeedback.Handshake(told, option), asked);
    }

    // ---- The handshake

    /** RFC 9768, table 4: what a server makes of the acknowledgment of its answer. */
    @ParameterizedTest
    @CsvSource({
        "000, 5, false, false, 0",
        "001, 5, true, true, 0",
        "010, 5, true, true, 0",
        "011, 5, false, true, 0",
        "100, 5, false, true, 0",
        "101, 5, true, true, 0",
        "110, 6, false, true, 1",
        "111, 5, true, true, 0"
    })
    @Tag("9768-3.2.2.1-4")
    @Tag("9768-3.2.2.1-5")
    @Tag("9768-3.2.2.2-5")
    void aServerReadsTheAcknowledgmentOfItsAnswer(
            String code, int packets, boolean capable, boolean responds, int marks) {
        assertThat(opens(code, true, Optional.empty())).isEqualTo(marks);
        assertThat(sender.packets()).isEqualTo(packets);
        assertThat(sender.isCapable()).isEqualTo(capable);
        int more = packets - FIRST + 1;
        assertThat(hears(more, 2)).isEqualTo(responds ? 1 : 0);
    }

    /** A client does not count the mark of its SYN, but answers it; what was not sent with ECT must not come with it. */
    @ParameterizedTest
    @CsvSource({"010, true, 0", "011, false, 0", "100, false, 0", "110, false, 1", "101, true, 0"})
    @Tag("9768-3.2.2.2-3")
    @Tag("9768-3.2.2.3-1")
    void aClientReadsTheAnswerToItsSyn(String code, boolean capable, int marks) {
        assertThat(opens(code, false, Optional.empty())).isEqualTo(marks);
        assertThat(sender.packets()).isEqualTo(FIRST);
        assertThat(sender.isCapable()).isEqualTo(capable);
        assertThat(hears(1, 2)).as("marks are answered nevertheless").isEqualTo(1);
    }

    // ---- The field

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 3", "7, 7"})
    @Tag("9768-3.2.2-1")
    void countsTheLeastThatMakesTheFieldWhatItIs(int marks, int expected) {
        hears(0, 1);
        assertThat(hears(marks, 7)).isEqualTo(expected);
        assertThat(sender.packets()).isEqualTo(FIRST + expected);
        assertThat(hears(marks + 2, 2)).isEqualTo(2);
    }

    /** RFC 9768 §A.2.1, the examples: newly acknowledged, the least, the safest. */
    @ParameterizedTest
    @CsvSource({"9, 2, 2", "10, 2, 10", "8, 0, 8", "7, 0, 0", "15, 7, 15", "14, 7, 7", "20, 3, 19"})
    @Tag("9768-3.2.2.5.2-1")
    @Tag("9768-3.2.3.2.3-1")
    void takesTheSafestCaseWhereAcknowledgmentsMayBeMissing(int delivered, int least, int safest) {
        hears(0, 1);
        assertThat(hears(least, delivered)).isEqualTo(safest);
    }

    @Test
    @Tag("9768-3.2.2.5.2-2")
    void believesTheFieldThatTellsOfMorePacketsThanWereAcknowledged() {
        hears(0, 1);
        assertThat(hears(5, 2)).isEqualTo(5);
    }

    /** Who acknowledges many at once, as a rule, is not taken to have lost most of what he says. */
    @Test
    void takesTheLeastWhereManyAreAcknowledgedAtOnceAnyway() {
        for (int times = 0; times < 20; times++) {
            hears(0, 16);
        }
        long before = sender.packets();
        assertThat(hears((int) before - FIRST + 1, 16)).isEqualTo(1);
    }

    @Test
    void ignoresWhatAcknowledgesNothingNewUnlessItsTimeIsNew() {
        hears(0, 1);
        assertThat(hears(3, 0)).isZero();
        EcnFeedback.Counters told = new EcnFeedback.Counters(0, Optional.empty());
        assertThat(sender.onCounters(told, 0, 1000, MSS)).isEqualTo(3);
        EcnFeedback.Counters old = new EcnFeedback.Counters(7, Optional.empty());
        assertThat(sender.onCounters(old, 0, 999, MSS)).isZero();
        assertThat(sender.packets()).isEqualTo(FIRST + 3);
    }

    @Test
    void trustsNoFieldThatIsZeroAtFirst() {
        assertThat(hears(3, 2)).isZero();
        assertThat(sender.isCapable()).isFalse();
        assertThat(hears(5, 2)).as("nor any later").isZero();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4", "5", "6", "7"})
    @Tag("9768-3.2.2.4-2")
    void asksNoOtherFirstValueOfThePeer(int marks) {
        hears(marks, 1);
        assertThat(sender.isCapable()).isTrue();
    }

    // ---- The option

    /** RFC 9768 §A.2.2, the examples: the least, newly acknowledged, the bytes with CE, and what is taken. */
    @ParameterizedTest
    @CsvSource({"0, 8, 1460, 8", "2, 10, 1460, 2", "7, 15, 10200, 7", "2, 10, 2920, 2", "3, 11, 0, 3"})
    @Tag("9768-3.2.3.2.5-1")
    void takesTheLeastWhereTheBytesSaySo(int least, int delivered, int bytes, int expected) {
        hears(0, 1, counts(1, 0));
        hears(0, 1, counts(1, 0));
        assertThat(hears(least, delivered, counts(1, bytes))).isEqualTo(expected);
        assertThat(sender.isCapable()).isTrue();
    }

    @Test
    void theFirstOptionTellsOfMarksToo() {
        assertThat(hears(2, 10, counts(1, 10 * MSS, 1))).isEqualTo(10);
    }

    @Test
    void believesTheBytesWhereManyAreAcknowledgedAtOnce() {
        hears(0, 1, counts(1, 0, 1));
        for (int i = 0; i < 50; i++) {
            hears(0, 16);
        }
        assertThat(hears(0, 16, counts(1, 16 * MSS, 1))).isEqualTo(16);
    }

    @Test
    @Tag("9768-3.2.3.2.4-1")
    void ignoresOptionsThatWereZeroedOnTheWay() {
        opens("010", false, counts(0, 0, 1));
        hears(0, 1, counts(0, 0, 1));
        assertThat(hears(2, 10, counts(0, 1460, 1))).as("as if there were none").isEqualTo(10);
        assertThat(sender.bytes().bytes(EcnCodepoint.CE)).isZero();
    }

    @Test
    @Tag("9768-3.2.3.2.4-2")
    void takesAnyOtherFirstValues() {
        opens("010", false, counts(77, 5, 99));
        assertThat(hears(1, 1, counts(77, 1465, 99))).isEqualTo(1);
        assertThat(sender.bytes().bytes(EcnCodepoint.CE)).isEqualTo(1465);
        assertThat(sender.isCapable()).isTrue();
    }

    @Test
    @Tag("9768-3.2.3.2.5-2")
    void sendsNothingCapableWhereBytesAreMarkedAndNoPackets() {
        hears(0, 1, counts(1, 0));
        hears(0, 2, counts(1, 1460));
        assertThat(sender.isCapable()).isFalse();
    }

    @Test
    void seesNothingWrongWhereThePacketWasToldWithoutItsBytes() {
        hears(0, 1, counts(1, 0));
        hears(1, 1);
        hears(1, 1, counts(1, 1460));
        assertThat(sender.isCapable()).isTrue();
    }
}
