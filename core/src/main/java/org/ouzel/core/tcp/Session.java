package org.ouzel.core.tcp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.Ipv6Header;
import org.ouzel.core.wire.OptionLengths;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What all phases of one connection share: its name, its settings, and what it has to say to the peer and to its user. */
final class Session implements Kept {
    /** RFC 1191 §6.3: a larger MTU is tried ten minutes after the last that was too large. */
    private static final long PATH_MTU_LIFETIME_NS = 600L * 1_000_000_000L;

    private static final int DEFAULT_MSS_V6 = 1220;

    private final FourTuple tuple;
    private final Environment environment;
    private final CongestionControl congestion;
    private final Signals signals;
    private final Counters counters = new Counters();
    private final EcnHandshake ecn;
    private final FastOpenExchange fastOpen;
    private final TcpSettings opened;

    /** What waits to be said that is none of the sender's; null while there is nothing. */
    private @Nullable Deque<TcpSegment> replies;

    private TcpSettings settings;

    /** What our SYN has said; null until the first leaves. */
    private @Nullable Offer offer;

    private final int linkMtu;
    private int largestPacket;
    private int pathMtu;
    private long pathMtuUntil = Deadline.NONE;
    private boolean receiving;

    Session(
            FourTuple tuple,
            TcpSettings settings,
            Environment environment,
            CongestionControl congestion,
            Signals signals,
            FastOpenExchange fastOpen,
            int mtu) {
        this.tuple = tuple;
        this.opened = settings;
        this.settings = settings;
        this.environment = environment;
        this.congestion = congestion;
        this.ecn = new EcnHandshake(settings.ecn());
        this.signals = signals;
        this.fastOpen = fastOpen;
        this.linkMtu = mtu;
        this.pathMtu = mtu;
    }

    FourTuple tuple() {
        return tuple;
    }

    TcpSettings settings() {
        return settings;
    }

    /** What it began with. */
    TcpSettings opened() {
        return opened;
    }

    void settings(TcpSettings changed) {
        settings = changed;
    }

    /** Whether a call of the user's waits for data. */
    boolean isReceiving() {
        return receiving;
    }

    void receiving(boolean waits) {
        receiving = waits;
    }

    Environment environment() {
        return environment;
    }

    TcpParameters parameters() {
        return environment.parameters();
    }

    CongestionControl congestion() {
        return congestion;
    }

    Counters counters() {
        return counters;
    }

    EcnHandshake ecn() {
        return ecn;
    }

    FastOpenExchange fastOpen() {
        return fastOpen;
    }

    int linkMtu() {
        return linkMtu;
    }

    int pathMtu() {
        return pathMtu;
    }

    /** The link takes packets so large, and cuts what does not fit its MTU into segments. */
    void largestPacket(int bytes) {
        largestPacket = bytes;
    }

    /** How much of several segments the link takes at once; 0 if it cuts none. */
    int bundleBytes() {
        return Math.max(0, largestPacket - headers() - OptionLengths.MAX);
    }

    /** RFC 8201 §4: what a router tells may lower the path MTU and never raise it. */
    void lowerPathMtu(int mtu, long now) {
        if (mtu < pathMtu) {
            pathMtu = mtu;
            pathMtuUntil = Deadline.after(now, PATH_MTU_LIFETIME_NS);
        }
    }

    /** When the link's own MTU is to be tried again. */
    long pathMtuDeadline() {
        return pathMtuUntil;
    }

    void forgetPathMtu() {
        pathMtu = linkMtu;
        pathMtuUntil = Deadline.NONE;
    }

    /** What our SYN says, or would say if it left now. */
    Offer offer() {
        return offer == null ? Offer.of(settings, announcedMss()) : offer;
    }

    /** Our SYN leaves, or our answer to one: from now on that is what it says. */
    void settle(Offer said) {
        offer = said;
    }

    /** The MSS that we announce, or have announced: what our link carries (RFC 9293 §3.7.1, MUST-67), or less by the user's choice. */
    int announcedMss() {
        return offer == null ? mssToAnnounce() : offer.mss();
    }

    private int mssToAnnounce() {
        int user = settings.tuning().offers().mss();
        return user > 0 ? Math.min(user, linkMtu - headers()) : linkMtu - headers();
    }

    // RFC 9293 §3.7.1: "If an MSS Option is not received at connection setup, TCP implementations MUST assume a default
    // send MSS of 536 (576 - 40) for IPv4 or 1220 (1280 - 60) for IPv6."
    int defaultMss() {
        return isIpv4() ? Sender.DEFAULT_MSS : DEFAULT_MSS_V6;
    }

    /** The most that one packet on the path carries behind IP's and TCP's bare headers. */
    int pathMss() {
        return pathMtu - headers();
    }

    private int headers() {
        return (isIpv4() ? Ipv4Header.LENGTH : Ipv6Header.LENGTH) + TcpSegment.MIN_HEADER_LENGTH;
    }

    private boolean isIpv4() {
        return tuple.localAddress() instanceof Ipv4Address;
    }

    void signal(Signal signal) {
        signals.add(signal);
    }

    void drop(DropReason reason) {
        environment.drops().count(reason);
    }

    /** Answers with a segment that is none of the sender's. */
    void reply(TcpSegment segment) {
        Deque<TcpSegment> all = replies == null ? new ArrayDeque<>(1) : replies;
        all.add(segment.kept());
        replies = all;
    }

    /** Answers with a reset at a sequence number. */
    void replyReset(int seq) {
        reply(segment(seq, 0, TcpFlags.RST, 0, 0, TcpOptions.Reset.NONE, Payload.EMPTY));
    }

    /** A segment of this connection. It is lent: until the next is made. */
    TcpSegment segment(
            int seq, int ack, TcpFlags flags, int window, int urgentPointer, TcpOptions options, Payload payload) {
        return environment
                .workbench()
                .draft()
                .between(tuple.localPort(), tuple.remotePort())
                .segment(seq, ack, flags, window, urgentPointer, options, payload);
    }

    void pollReplies(SegmentOutput out) {
        Deque<TcpSegment> all = replies;
        if (all != null) {
            replies = null;
            for (TcpSegment reply : all) {
                send(reply, out);
            }
        }
    }

    /** Sends what is never sent as that of an ECN-capable transport: all but new data. */
    void send(TcpSegment segment, SegmentOutput out) {
        send(environment.workbench().departing().become(segment), out);
    }

    void send(Departing departing, SegmentOutput out) {
        counters.segmentsOut += departing.segments();
        out.segment(tuple, settings, departing);
    }

    /** Whether nothing waits to be said. */
    boolean isAtRest() {
        return replies == null;
    }

    @Override
    public void keep(Ledger ledger) {
        ecn.keep(ledger);
        offer = offer().kept(ledger);
        largestPacket = ledger.entry(largestPacket);
        pathMtu = ledger.entry(pathMtu);
        pathMtuUntil = ledger.entry(pathMtuUntil);
        receiving = ledger.entry(receiving);
    }
}
