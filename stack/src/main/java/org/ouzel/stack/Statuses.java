package org.ouzel.stack;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.Ecn;
import org.ouzel.StreamOptions;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.UserTimeout;
import org.ouzel.core.tcp.Counters;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.TcbStatus;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.stack.stream.Durations;

/** The core's figures and settings as the API's, and back. */
final class Statuses {
    private Statuses() {}

    static TcpSettings settings(StreamOptions options) {
        StreamOptions.Buffers buffers = options.buffers();
        StreamOptions.IpHeader header = options.ipHeader();
        StreamOptions.Output output = options.output();
        StreamOptions.Times times = options.times();
        FastOpenTuning fastOpen =
                FastOpenTuning.DEFAULT.with(FastOpenTuning.Taking.NONE.withPending(options.fastOpenBacklog()));
        return new TcpSettings(
                new TcpSettings.Buffer(buffers.receiveBytes(), buffers.maxReceiveBytes()),
                new TcpSettings.Buffer(buffers.sendBytes(), buffers.maxSendBytes()),
                timeout(options.userTimeout()),
                new TcpSettings.Header(header.typeOfService(), header.timeToLive(), header.dontFragment()),
                new TcpSettings.Output(output.nagle(), output.maxPacingBytesPerSecond(), output.unsentLowWaterBytes()),
                new TcpSettings.Times(
                        Durations.nanos(times.keepAlive()),
                        Durations.nanos(times.quietPeriod()),
                        Durations.nanos(times.finWait2())),
                policy(options.ecn()),
                TcpTuning.DEFAULT.with(fastOpen));
    }

    private static TcpSettings.UserTimeout timeout(UserTimeout of) {
        return new TcpSettings.UserTimeout(Durations.nanos(of.after()), of.action() == UserTimeout.Action.REPORT);
    }

    private static EcnPolicy policy(Ecn of) {
        return switch (of) {
            case OFF -> EcnPolicy.OFF;
            case ACCEPT -> EcnPolicy.ACCEPT;
            case REQUEST -> EcnPolicy.REQUEST;
        };
    }

    static TcpStatus status(TcbStatus of, Optional<InetSocketAddress> local, Optional<InetSocketAddress> remote) {
        TcbStatus.Sequence sequence = of.sequence();
        TcbStatus.Congestion congestion = of.congestion();
        return new TcpStatus(
                state(of.state()),
                local,
                remote,
                new TcpStatus.Sequence(
                        Integer.toUnsignedLong(sequence.sndUna()),
                        Integer.toUnsignedLong(sequence.sndNxt()),
                        Integer.toUnsignedLong(sequence.rcvNxt()),
                        sequence.unacknowledgedBytes(),
                        sequence.unreadBytes()),
                windows(of.windows()),
                timing(of.timing()),
                new TcpStatus.Congestion(
                        congestion.name(),
                        congestion.phase(),
                        congestion.cwndBytes(),
                        congestion.ssthreshBytes(),
                        congestion.deliveryRate(),
                        congestion.pacingRate()),
                ecn(of),
                settings(of.settings()),
                of.urgentMode(),
                of.dataInSyn(),
                counters(of.counters(), of.timing()));
    }

    private static TcpStatus.Ecn ecn(TcbStatus of) {
        Counters.Snapshot counted = of.counters();
        return new TcpStatus.Ecn(of.ecn(), counted.congestionMarksIn(), counted.ecnEchoesIn(), counted.ecnResponses());
    }

    private static TcpStatus.Windows windows(TcbStatus.Windows of) {
        return new TcpStatus.Windows(
                of.send(),
                of.receive(),
                of.effectiveSendMss(),
                of.pathMtu(),
                of.receiveBufferBytes(),
                of.sendBufferBytes());
    }

    private static TcpStatus.Timing timing(TcbStatus.Timing of) {
        return new TcpStatus.Timing(
                Duration.ofNanos(of.smoothedNs()),
                Duration.ofNanos(of.lastNs()),
                Duration.ofNanos(of.variationNs()),
                Duration.ofNanos(of.rtoNs()));
    }

    private static TcpStatus.Settings settings(TcpSettings of) {
        UserTimeout timeout = new UserTimeout(
                Duration.ofNanos(of.userTimeout().afterNs()),
                of.userTimeout().reported() ? UserTimeout.Action.REPORT : UserTimeout.Action.ABORT);
        return new TcpStatus.Settings(
                timeout, of.header().typeOfService(), of.header().timeToLive());
    }

    private static TcpStatus.Counters counters(Counters.Snapshot of, TcbStatus.Timing times) {
        return new TcpStatus.Counters(
                of.segmentsIn(),
                of.segmentsOut(),
                of.bytesIn(),
                of.bytesOut(),
                of.bytesAcknowledged(),
                of.segmentsRetransmitted(),
                of.bytesRetransmitted(),
                of.duplicateBytesIn(),
                of.beyondWindowBytesIn(),
                of.spuriousRetransmissions(),
                of.timeouts(),
                of.fastRecoveries(),
                of.sackBlocksIn(),
                of.segmentsLost(),
                of.tailLossProbes(),
                of.spuriousRecoveries(),
                of.spuriousTimeouts(),
                of.duplicateSackBlocksIn(),
                of.reneges(),
                Duration.ofNanos(times.busyNs()),
                Duration.ofNanos(times.windowLimitedNs()),
                Duration.ofNanos(times.bufferLimitedNs()));
    }

    static TcpState state(State of) {
        return switch (of) {
            case CLOSED -> TcpState.CLOSED;
            case LISTEN -> TcpState.LISTEN;
            case SYN_SENT -> TcpState.SYN_SENT;
            case SYN_RECEIVED -> TcpState.SYN_RECEIVED;
            case ESTABLISHED -> TcpState.ESTABLISHED;
            case FIN_WAIT_1 -> TcpState.FIN_WAIT_1;
            case FIN_WAIT_2 -> TcpState.FIN_WAIT_2;
            case CLOSE_WAIT -> TcpState.CLOSE_WAIT;
            case CLOSING -> TcpState.CLOSING;
            case LAST_ACK -> TcpState.LAST_ACK;
            case TIME_WAIT -> TcpState.TIME_WAIT;
        };
    }
}
