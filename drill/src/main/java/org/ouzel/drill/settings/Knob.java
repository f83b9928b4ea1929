package org.ouzel.drill.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.TcpHabits;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.tcp.congestion.CongestionControls;
import org.ouzel.core.wire.OptionLayout;

/**
 * A setting of Ouzel's that has a name.
 *
 * @param name the name
 * @param meaning what it is
 * @param form how its values are written
 * @param value reads it
 * @param change changes it
 */
record Knob<T>(String name, String meaning, Form<T> form, Function<Draft, T> value, BiConsumer<Draft, T> change) {
    private static final int MOST_BYTES = 1 << 30;
    private static final int MOST_MSS = 65_495;
    private static final int MOST_TRIES = 255;
    private static final Form<Integer> BYTES = Form.number(1, MOST_BYTES);
    private static final Form<Integer> TRIES = Form.numberOr("for-ever", 0, 1, MOST_TRIES);

    private static final Form<Optional<FastOpenKeys>> KEYS = new Form<>(
            "none, a key as 01234567-89abcdef-01234567-89abcdef, or two of them with a comma between",
            Knob::keys,
            keys -> keys.map(CookieKeys::written).orElse("none"));

    /** All there are. */
    static final List<Knob<?>> ALL = List.of(
            new Knob<>(
                    "timestamps",
                    "whether timestamps are offered and accepted (RFC 7323)",
                    Form.SWITCH,
                    of -> of.timestamps,
                    (of, on) -> of.timestamps = on),
            new Knob<>(
                    "tolerate-missing-timestamps",
                    "whether segments are taken that have none, though both ends offered them (RFC 7323 §3.2)",
                    Form.SWITCH,
                    of -> of.toleratesMissingTimestamps,
                    (of, on) -> of.toleratesMissingTimestamps = on),
            new Knob<>(
                    "sack",
                    "whether selective acknowledgments are (RFC 2018)",
                    Form.SWITCH,
                    of -> of.sack,
                    (of, on) -> of.sack = on),
            new Knob<>(
                    "window-scaling",
                    "whether window scaling is (RFC 7323)",
                    Form.SWITCH,
                    of -> of.windowScaling,
                    (of, on) -> of.windowScaling = on),
            new Knob<>(
                    "wscale",
                    "the window scale that is offered; as-needed: what the largest receive buffer needs",
                    Form.numberOr("as-needed", -1, 0, 14),
                    of -> of.windowShift,
                    (of, shift) -> of.windowShift = shift),
            new Knob<>(
                    "mss",
                    "the largest segment that is announced, and that is sent; as-path: what the path carries",
                    Form.numberOr("as-path", 0, 1, MOST_MSS),
                    of -> of.mss,
                    (of, bytes) -> of.mss = bytes),
            new Knob<>(
                    "least-mss",
                    "the least segment size that is believed of a peer",
                    Form.number(1, MOST_MSS),
                    of -> of.leastMss,
                    (of, bytes) -> of.leastMss = bytes),
            new Knob<>(
                    "option-layout",
                    "how the options of segments stand: words as Linux, packed as the BSDs",
                    Form.oneOf(OptionLayout.values()),
                    of -> of.layout,
                    (of, layout) -> of.layout = layout),
            new Knob<>(
                    "ecn",
                    "whether ECN is asked for, or accepted where the peer asks (RFC 3168), and of which kind (RFC 9768)",
                    Form.oneOf(EcnPolicy.values()),
                    of -> of.ecn,
                    (of, policy) -> of.ecn = policy),
            new Knob<>(
                    "ecn-reports",
                    "when acknowledgments have the option of accurate ECN (RFC 9768 §3.2.3), where that is agreed on",
                    Form.oneOf(TcpTuning.EcnReports.values()),
                    of -> of.ecnReports,
                    (of, when) -> of.ecnReports = when),
            new Knob<>(
                    "fast-open-client",
                    "whether sockets that connect may send data with their SYN (RFC 7413)",
                    Form.SWITCH,
                    of -> of.fastOpenClient,
                    (of, on) -> of.fastOpenClient = on),
            new Knob<>(
                    "fast-open-server",
                    "whether sockets that listen may take data with a SYN",
                    Form.SWITCH,
                    of -> of.fastOpenServer,
                    (of, on) -> of.fastOpenServer = on),
            new Knob<>(
                    "fast-open-every-listener",
                    "whether all that listen do, not only those with TCP_FASTOPEN",
                    Form.SWITCH,
                    of -> of.fastOpenEveryListener,
                    (of, on) -> of.fastOpenEveryListener = on),
            new Knob<>(
                    "fast-open-sends-without-cookie",
                    "whether data is sent without a cookie",
                    Form.SWITCH,
                    of -> of.fastOpenSendsWithoutCookie,
                    (of, on) -> of.fastOpenSendsWithoutCookie = on),
            new Knob<>(
                    "fast-open-takes-without-cookie",
                    "whether it is taken without one",
                    Form.SWITCH,
                    of -> of.fastOpenTakesWithoutCookie,
                    (of, on) -> of.fastOpenTakesWithoutCookie = on),
            new Knob<>(
                    "fast-open-experiment",
                    "whether a cookie is asked for by the experimental option too, where it was not given",
                    Form.SWITCH,
                    of -> of.fastOpenExperiment,
                    (of, on) -> of.fastOpenExperiment = on),
            new Knob<>(
                    "fast-open-key",
                    "what cookies are made with, and after a comma what they were made with before; none: nobody knows it",
                    KEYS,
                    of -> of.fastOpenKeys,
                    (of, keys) -> of.fastOpenKeys = keys),
            new Knob<>(
                    "fast-open-option-room",
                    "how many bytes for options a SYN with data leaves at the least",
                    Form.number(0, 40),
                    of -> of.fastOpenOptionRoom,
                    (of, bytes) -> of.fastOpenOptionRoom = bytes),
            new Knob<>(
                    "fast-open-unknown-mss",
                    "the segment size of a peer that has told none yet, for the data with a SYN; default: RFC 9293's",
                    Form.numberOr("default", 0, 1, 65_535),
                    of -> of.fastOpenUnknownMss,
                    (of, bytes) -> of.fastOpenUnknownMss = bytes),
            new Knob<>(
                    "fast-open-pause",
                    "how long a peer is sent no data with a SYN that has not taken it; 0 not at all",
                    Form.TIME_NS,
                    of -> of.fastOpenPause,
                    (of, ns) -> of.fastOpenPause = ns),
            new Knob<>(
                    "receive-buffer",
                    "the receive buffer that a connection begins with, in bytes, and so its first window",
                    BYTES,
                    of -> of.receiveBuffer,
                    (of, bytes) -> of.receiveBuffer = bytes),
            new Knob<>(
                    "max-receive-buffer",
                    "what it may grow to",
                    BYTES,
                    of -> of.maxReceiveBuffer,
                    (of, bytes) -> of.maxReceiveBuffer = bytes),
            new Knob<>(
                    "send-buffer",
                    "the send buffer that a connection begins with, in bytes",
                    BYTES,
                    of -> of.sendBuffer,
                    (of, bytes) -> of.sendBuffer = bytes),
            new Knob<>(
                    "max-send-buffer",
                    "what it may grow to",
                    BYTES,
                    of -> of.maxSendBuffer,
                    (of, bytes) -> of.maxSendBuffer = bytes),
            new Knob<>(
                    "receive-buffer-limit",
                    "the largest SO_RCVBUF",
                    BYTES,
                    of -> of.receiveBufferLimit,
                    (of, bytes) -> of.receiveBufferLimit = bytes),
            new Knob<>(
                    "send-buffer-limit",
                    "the largest SO_SNDBUF",
                    BYTES,
                    of -> of.sendBufferLimit,
                    (of, bytes) -> of.sendBufferLimit = bytes),
            new Knob<>(
                    "datagram-receive-buffer",
                    "the receive buffer that a datagram socket begins with, in bytes",
                    BYTES,
                    of -> of.datagramReceiveBuffer,
                    (of, bytes) -> of.datagramReceiveBuffer = bytes),
            new Knob<>(
                    "datagram-send-buffer",
                    "the send buffer that one begins with",
                    BYTES,
                    of -> of.datagramSendBuffer,
                    (of, bytes) -> of.datagramSendBuffer = bytes),
            new Knob<>(
                    "window-clamp",
                    "the largest window that is offered, in bytes",
                    Form.numberOr("none", 0, 1, MOST_BYTES),
                    of -> of.windowClamp,
                    (of, bytes) -> of.windowClamp = bytes),
            new Knob<>(
                    "marks-writes",
                    "whether what each write gave ends with PSH",
                    Form.SWITCH,
                    of -> of.marksWrites,
                    (of, on) -> of.marksWrites = on),
            new Knob<>(
                    "pushing",
                    "where else segments have PSH: where a burst ends, as Linux's, or where nothing is left to send, as the BSDs'",
                    Form.oneOf(TcpHabits.Pushing.values()),
                    of -> of.pushing,
                    (of, where) -> of.pushing = where),
            new Knob<>(
                    "small-segments",
                    "what a small segment waits for: nagle is anything outstanding, minshall another small one",
                    Form.oneOf(TcpHabits.SmallSegments.values()),
                    of -> of.smallSegments,
                    (of, how) -> of.smallSegments = how),
            new Knob<>(
                    "offering",
                    "which window is offered: what there is room for, or whole segments that become more with what comes",
                    Form.oneOf(TcpHabits.Offering.values()),
                    of -> of.offering,
                    (of, how) -> of.offering = how),
            new Knob<>(
                    "giving-up",
                    "what data-retries and the user timeout are: a number and a time since the data was sent, or times since it was"
                            + " first sent again",
                    Form.oneOf(TcpHabits.GivingUp.values()),
                    of -> of.givingUp,
                    (of, how) -> of.givingUp = how),
            new Knob<>(
                    "acknowledging-resets",
                    "whether a reset that ends a connection acknowledges what has come",
                    Form.SWITCH,
                    of -> of.acknowledgingResets,
                    (of, on) -> of.acknowledgingResets = on),
            new Knob<>(
                    "window-lowered",
                    "whether a loss lowers the congestion window from what it was, or, off, from what was used of it (RFC 5681)",
                    Form.SWITCH,
                    of -> of.windowLowered,
                    (of, on) -> of.windowLowered = on),
            new Knob<>(
                    "window-probes",
                    "what probes a closed window: the next byte, or an empty segment with an old number",
                    Form.oneOf(TcpHabits.WindowProbes.values()),
                    of -> of.windowProbes,
                    (of, what) -> of.windowProbes = what),
            new Knob<>(
                    "linear-syns",
                    "after how many timeouts of a SYN the next begins to double; syn-retries does not count them",
                    Form.number(0, MOST_TRIES),
                    of -> of.linearSyns,
                    (of, count) -> of.linearSyns = count),
            new Knob<>(
                    "answer-interval",
                    "the least time between two answers to what is not acceptable; 0 for ten in a second",
                    Form.TIME_NS,
                    of -> of.answerInterval,
                    (of, ns) -> of.answerInterval = ns),
            new Knob<>(
                    "loss-probes",
                    "whether there are tail loss probes (RFC 8985)",
                    Form.SWITCH,
                    of -> of.lossProbes,
                    (of, on) -> of.lossProbes = on),
            new Knob<>(
                    "acknowledging",
                    "when data is acknowledged: automatic is at once in the beginning, later every second segment; adaptive is"
                            + " Linux's",
                    Form.oneOf(TcpTuning.Acknowledging.values()),
                    of -> of.acknowledging,
                    (of, when) -> of.acknowledging = when),
            new Knob<>(
                    "initial-window",
                    "how many segments the first flight has; rfc6928: ten, or 14600 bytes",
                    Form.numberOr("rfc6928", 0, 1, 1000),
                    of -> of.initialSegments,
                    (of, segments) -> of.initialSegments = segments),
            new Knob<>(
                    "pacing",
                    "whether segments are spread over the round trip, other than by BBR, which always does",
                    Form.SWITCH,
                    of -> of.paced,
                    (of, on) -> of.paced = on),
            new Knob<>(
                    "rtt-variation",
                    "how the variation of the round trip follows what is measured: RFC 6298's way, or Linux's, once in each round trip",
                    Form.oneOf(TcpHabits.Variation.values()),
                    of -> of.rttVariation,
                    (of, how) -> of.rttVariation = how),
            new Knob<>(
                    "half-window",
                    "whether a segment is no larger than half of the largest window of the peer",
                    Form.SWITCH,
                    of -> of.halfWindow,
                    (of, on) -> of.halfWindow = on),
            new Knob<>(
                    "forgiven-handshake-timeouts",
                    "how many timeouts of a SYN leave the first flight as it is",
                    Form.number(0, MOST_TRIES),
                    of -> of.forgivenHandshakeTimeouts,
                    (of, count) -> of.forgivenHandshakeTimeouts = count),
            new Knob<>(
                    "window-unit",
                    "what the congestion window is counted in; with segments slow start counts all of them, too",
                    Form.oneOf(TcpHabits.Unit.values()),
                    of -> of.windowUnit,
                    (of, unit) -> of.windowUnit = unit),
            new Knob<>(
                    "repeated-request",
                    "what a SYN that comes again gets before its handshake is done: it is acknowledged, or its answer is sent again",
                    Form.oneOf(TcpHabits.RepeatedRequest.values()),
                    of -> of.repeatedRequest,
                    (of, how) -> of.repeatedRequest = how),
            new Knob<>(
                    "soft-errors",
                    "what a soft error of ICMP is for a handshake",
                    Form.oneOf(TcpHabits.SoftErrors.values()),
                    of -> of.softErrors,
                    (of, how) -> of.softErrors = how),
            new Knob<>(
                    "reset-ends-time-wait",
                    "whether a reset ends TIME-WAIT, against RFC 1337",
                    Form.SWITCH,
                    of -> of.resetEndsTimeWait,
                    (of, on) -> of.resetEndsTimeWait = on),
            new Knob<>(
                    "ends-in-blocks",
                    "whether the block that tells of what came twice covers a FIN",
                    Form.SWITCH,
                    of -> of.endsInBlocks,
                    (of, on) -> of.endsInBlocks = on),
            new Knob<>(
                    "congestion",
                    "the congestion control",
                    Form.name(CongestionControls.BUILT_IN.names()),
                    of -> of.congestion,
                    (of, name) -> of.congestion = name),
            new Knob<>(
                    "initial-rto",
                    "the retransmission timeout before there is a measurement (RFC 6298)",
                    Form.TIME_NS,
                    of -> of.initialRto,
                    (of, ns) -> of.initialRto = ns),
            new Knob<>(
                    "rto-slop",
                    "what is added to each but the first; if it is not 0, min-rto is the least timeout",
                    Form.TIME_NS,
                    of -> of.rtoSlop,
                    (of, ns) -> of.rtoSlop = ns),
            new Knob<>(
                    "min-rto",
                    "by how much it exceeds the round trip at the least",
                    Form.TIME_NS,
                    of -> of.minRto,
                    (of, ns) -> of.minRto = ns),
            new Knob<>("max-rto", "its greatest value", Form.TIME_NS, of -> of.maxRto, (of, ns) -> of.maxRto = ns),
            new Knob<>(
                    "delayed-ack",
                    "how long an acknowledgment is delayed",
                    Form.DELAY_NS,
                    of -> of.delayedAck,
                    (of, ns) -> of.delayedAck = ns),
            new Knob<>(
                    "answer-wait",
                    "how long the acknowledgment of a segment that is not full, or of a FIN, waits for an answer that carries it, where it would go at once"
                            + " otherwise; 0: it does not",
                    Form.DELAY_NS,
                    of -> of.answerWait,
                    (of, ns) -> of.answerWait = ns),
            new Knob<>(
                    "msl",
                    "the maximum segment lifetime, half of TIME-WAIT",
                    Form.TIME_NS,
                    of -> of.segmentLifetime,
                    (of, ns) -> of.segmentLifetime = ns),
            new Knob<>(
                    "fin-wait-2",
                    "how long FIN-WAIT-2 may be idle once nobody reads any more",
                    Form.TIME_NS,
                    of -> of.finWait2,
                    (of, ns) -> of.finWait2 = ns),
            new Knob<>(
                    "user-timeout",
                    "how long data may stay unacknowledged; 0 for ever",
                    Form.TIME_NS,
                    of -> of.userTimeout,
                    (of, ns) -> of.userTimeout = ns),
            new Knob<>(
                    "keep-alive-time",
                    "how long a connection may be idle once keep-alive is on",
                    Form.TIME_NS,
                    of -> of.keepAliveTime,
                    (of, ns) -> of.keepAliveTime = ns),
            new Knob<>(
                    "keep-alive-interval",
                    "the time between keep-alive probes",
                    Form.TIME_NS,
                    of -> of.keepAliveInterval,
                    (of, ns) -> of.keepAliveInterval = ns),
            new Knob<>(
                    "keep-alive-probes",
                    "how many of them go unanswered",
                    Form.number(1, MOST_TRIES),
                    of -> of.keepAliveProbes,
                    (of, count) -> of.keepAliveProbes = count),
            new Knob<>(
                    "syn-retries",
                    "how often a SYN is sent again; for-ever: as long as the user timeout allows",
                    TRIES,
                    of -> of.synRetries,
                    (of, count) -> of.synRetries = count),
            new Knob<>(
                    "synack-retries",
                    "how often the answer to one is; node: as often as the core has it, 3 times",
                    Form.numberOr("node", 0, 1, MOST_TRIES),
                    of -> of.synAckRetries,
                    (of, count) -> of.synAckRetries = count),
            new Knob<>(
                    "data-retries",
                    "how often anything else is, without progress; for-ever: as long as the user timeout allows",
                    TRIES,
                    of -> of.dataRetries,
                    (of, count) -> of.dataRetries = count),
            new Knob<>(
                    "ttl",
                    "the TTL or hop limit of packets",
                    Form.number(1, 255),
                    of -> of.timeToLive,
                    (of, hops) -> of.timeToLive = hops),
            new Knob<>(
                    "path-mtu-discovery",
                    "whether packets have the DF bit",
                    Form.SWITCH,
                    of -> of.pathMtuDiscovery,
                    (of, on) -> of.pathMtuDiscovery = on),
            new Knob<>(
                    "backlog-limit",
                    "the most connections that wait to be accepted",
                    Form.number(0, 65_535),
                    of -> of.backlogLimit,
                    (of, count) -> of.backlogLimit = count),
            new Knob<>(
                    "udp-tunneling-port",
                    "the port of UDP on which TCP is taken, and from which it goes where a socket asks for it; as-written: the ports"
                            + " that a script puts packets into",
                    Form.numberOr("as-written", 0, 1, 65_535),
                    of -> of.udpTunnelingPort,
                    (of, port) -> of.udpTunnelingPort = port));

    private static Optional<Optional<FastOpenKeys>> keys(String text) {
        Optional<FastOpenKeys> keys = CookieKeys.read(text);
        return keys.isPresent() || text.equals("none") ? Optional.of(keys) : Optional.empty();
    }

    /** The one of a name. */
    static Optional<Knob<?>> find(String name) {
        return ALL.stream().filter(knob -> knob.name.equals(name)).findFirst();
    }

    /**
     * The one of a name.
     *
     * @throws BadSetting if there is none
     */
    static Knob<?> named(String name) throws BadSetting {
        return find(name)
                .orElseThrow(() -> new BadSetting("no setting \"" + name + "\": there is "
                        + ALL.stream().map(Knob::name).sorted().collect(Collectors.joining(", "))));
    }

    /** Sets it to what is written. */
    void set(Draft draft, String text) throws BadSetting {
        change.accept(draft, read(text));
    }

    /** Throws if it cannot be what is written. */
    void check(String text) throws BadSetting {
        read(text);
    }

    private T read(String text) throws BadSetting {
        return form.reads()
                .apply(text)
                .orElseThrow(() -> new BadSetting(name + " cannot be \"" + text + "\": it is " + form.possible()));
    }

    /** What it is set to. */
    String shown(Draft draft) {
        return form.shows().apply(value.apply(draft));
    }
}
