package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ouzel.core.tcp.FastOpenTuning.Asking;
import org.ouzel.core.tcp.FastOpenTuning.Taking;
import org.ouzel.core.tcp.TcpSettings.Buffer;
import org.ouzel.core.tcp.TcpSettings.Header;
import org.ouzel.core.tcp.TcpSettings.Output;
import org.ouzel.core.tcp.TcpSettings.Times;
import org.ouzel.core.tcp.TcpSettings.UserTimeout;
import org.ouzel.core.tcp.TcpTuning.Acknowledging;
import org.ouzel.core.tcp.TcpTuning.Flow;
import org.ouzel.core.tcp.TcpTuning.Offers;
import org.ouzel.core.tcp.TcpTuning.Retries;
import org.ouzel.core.wire.OptionLayout;

/** Settings that have no meaning are refused, and the numbers are told. */
class SettingsRangeTest {
    private static final long HALF_A_SECOND_NS = 500_000_000;

    private static Arguments refused(String told, ThrowingCallable made) {
        return Arguments.of(told, made);
    }

    private static Offers offers(int shift, int mss, int leastMss) {
        return new Offers(
                true, false, true, true, shift, mss, leastMss, OptionLayout.WORDS, TcpTuning.EcnReports.CHANGED);
    }

    private static Flow flow(int windowClampBytes, int initialSegments) {
        return new Flow(false, false, Acknowledging.AUTOMATIC, windowClampBytes, initialSegments, true);
    }

    private static TcpHabits.Timing timing(int linearSyns, int forgiven, long slopNs) {
        return new TcpHabits.Timing(
                TcpHabits.GivingUp.COUNTED, linearSyns, forgiven, true, slopNs, TcpHabits.Variation.EACH_SAMPLE);
    }

    private static TcpHabits.Answers answers(long intervalNs) {
        return new TcpHabits.Answers(
                TcpHabits.RepeatedRequest.ACKNOWLEDGED, TcpHabits.SoftErrors.ENDURED, false, false, false, intervalNs);
    }

    private static TcpParameters parameters(long first, int second) {
        return new TcpParameters(first, first, first, 0, 0, first, first, second, second);
    }

    /** How long acknowledgments wait. */
    private static TcpParameters waits(long delayedAckNs, long answerWaitNs) {
        return new TcpParameters(1, 1, 1, delayedAckNs, answerWaitNs, 1, 1, 1, 1);
    }

    static Stream<Arguments> meaningless() {
        return Stream.of(
                refused("keepAliveIntervalNs -1", () -> new Retries(-1, 0, 0, 0, 0)),
                refused("keepAliveProbes -2", () -> new Retries(0, -2, 0, 0, 0)),
                refused("syn -3", () -> new Retries(0, 0, -3, 0, 0)),
                refused("synAck -4", () -> new Retries(0, 0, 0, -4, 0)),
                refused("data -5", () -> new Retries(0, 0, 0, 0, -5)),
                refused("windowShift 15", () -> offers(15, 0, 64)),
                refused("windowShift -2", () -> offers(-2, 0, 64)),
                refused("mss -1", () -> offers(7, -1, 64)),
                refused("mss 65536", () -> offers(7, 65_536, 64)),
                refused("leastMss 0", () -> offers(7, 0, 0)),
                refused("leastMss 65536", () -> offers(7, 0, 65_536)),
                refused("windowClampBytes -1", () -> flow(-1, 0)),
                refused("initialSegments -1", () -> flow(0, -1)),
                refused("optionRoom 41", () -> new Asking(false, false, 41, 0, 0)),
                refused("optionRoom -1", () -> new Asking(false, false, -1, 0, 0)),
                refused("unknownMss -1", () -> new Asking(false, false, 0, -1, 0)),
                refused("pauseNs -1", () -> new Asking(false, false, 0, 0, -1)),
                refused("pending -1", () -> new Taking(-1, false, Optional.empty())),
                refused("linearSyns -1", () -> timing(-1, 0, 0)),
                refused("forgivenHandshakeTimeouts -1", () -> timing(0, -1, 0)),
                refused("rtoSlopNs -1", () -> timing(0, 0, -1)),
                refused("intervalNs -1", () -> answers(-1)),
                refused("bytes 0", () -> Buffer.of(0)),
                refused("maxBytes 9", () -> new Buffer(10, 9)),
                refused("afterNs -1", () -> new UserTimeout(-1, true)),
                refused("typeOfService 256", () -> new Header(256, 64, true)),
                refused("timeToLive 0", () -> new Header(0, 0, true)),
                refused("timeToLive 256", () -> Header.USUAL.withTimeToLive(256)),
                refused("maxPacingBytesPerSecond 0", () -> new Output(true, 0, 1)),
                refused("unsentLowWaterBytes 0", () -> new Output(true, 1, 0)),
                refused("keepAliveNs -1", () -> new Times(-1, 0, 0)),
                refused("quietNs -1", () -> new Times(0, -1, 0)),
                refused("finWait2Ns -1", () -> new Times(0, 0, -1)),
                refused("initialRtoNs -1", () -> parameters(-1, 0)),
                refused("delayedAckNs -1", () -> waits(-1, 0)),
                refused("delayedAckNs 500000000", () -> waits(HALF_A_SECOND_NS, 0)),
                refused("answerWaitNs -1", () -> waits(0, -1)),
                refused("answerWaitNs 500000000", () -> waits(0, HALF_A_SECOND_NS)),
                refused("keepAliveProbes -1", () -> parameters(1, -1)));
    }

    @ParameterizedTest
    @MethodSource("meaningless")
    void refusesWhatHasNoMeaning(String told, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(told);
    }

    static Stream<ThrowingCallable> extreme() {
        int most = Integer.MAX_VALUE;
        return Stream.of(
                () -> new Retries(Long.MAX_VALUE, most, most, most, most),
                () -> offers(-1, 65_535, 1),
                () -> offers(14, 0, 65_535),
                () -> flow(most, most),
                () -> new Asking(true, true, 40, 65_535, Long.MAX_VALUE),
                () -> new Taking(most, true, Optional.empty()),
                () -> timing(most, most, Long.MAX_VALUE),
                () -> answers(Long.MAX_VALUE),
                () -> new Buffer(1, most),
                () -> new UserTimeout(Long.MAX_VALUE, false),
                () -> new Header(255, 1, false),
                () -> new Header(0, 255, false),
                () -> new Output(false, 1, 1),
                () -> new Times(0, 0, 0),
                () -> parameters(0, 0),
                () -> parameters(Long.MAX_VALUE, most),
                () -> waits(HALF_A_SECOND_NS - 1, HALF_A_SECOND_NS - 1));
    }

    @ParameterizedTest
    @MethodSource("extreme")
    void takesTheExtremes(ThrowingCallable made) {
        assertThatCode(made).doesNotThrowAnyException();
    }
}
