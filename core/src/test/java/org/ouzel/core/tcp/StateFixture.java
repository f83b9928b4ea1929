package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.fin;
import static org.ouzel.core.tcp.Relative.segment;
import static org.ouzel.core.tcp.Relative.syn;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ouzel.core.tcp.congestion.NewReno;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.EcnCodepoint;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/**
 * One block in a state of RFC 9293 §3.3.2, brought there by segments made by hand: the test is the peer. The peer speaks
 * without options, so that every number in a row is one of the RFC's own.
 */
final class StateFixture {
    static final long MS = 1_000_000;
    static final long USER_TIMEOUT = 300_000 * MS;
    static final long MAX_SEGMENT_LIFETIME = 1000 * MS;
    static final int BUFFER = 60_000;

    /** SEG.WND of every segment that does not say another: two segments, so that RFC 5961's MAX.SND.WND is small. */
    static final int PEER_WINDOW = 2 * Sender.DEFAULT_MSS;

    private static final FourTuple NAME = new FourTuple(Pair.SERVER, 7, Pair.CLIENT, 40_000);
    private static final int MTU = 1500;

    /** Where sequence numbers begin. */
    enum Start {
        LOW(1_000, 5_000),
        /** The first byte is 2^32 - 1 or the one before: whatever a row sends or receives crosses 2^32. */
        WRAPPING(0xffff_fffe, 0xffff_fffd),
        /** Signed arithmetic breaks here. */
        MIDDLE(0x7fff_fffe, 0x7fff_fffd),
        /** ISS itself is 2^32 - 1, so that the peer's acknowledgment of our SYN is 0. */
        LAST(0xffff_ffff, 0xffff_ffff);

        private final int iss;
        private final int irs;

        int irs() {
            return irs;
        }

        Start(int iss, int irs) {
            this.iss = iss;
            this.irs = irs;
        }
    }

    /** The states, SYN-RECEIVED in both its kinds. */
    enum Place {
        CLOSED(State.CLOSED),
        LISTEN(State.LISTEN),
        SYN_SENT(State.SYN_SENT),
        /** From LISTEN. */
        SYN_RECEIVED(State.SYN_RECEIVED),
        /** From SYN-SENT: both ends opened at once. */
        SYN_RECEIVED_ACTIVE(State.SYN_RECEIVED),
        ESTABLISHED(State.ESTABLISHED),
        FIN_WAIT_1(State.FIN_WAIT_1),
        FIN_WAIT_2(State.FIN_WAIT_2),
        CLOSE_WAIT(State.CLOSE_WAIT),
        CLOSING(State.CLOSING),
        LAST_ACK(State.LAST_ACK),
        TIME_WAIT(State.TIME_WAIT);

        private final State state;

        Place(State state) {
            this.state = state;
        }
    }

    final Tcb tcb;
    final HeapPages pages = new HeapPages();
    long now = 10_000 * MS;

    private final Place place;
    private final Start start;
    private final List<TcpSegment> sent = new ArrayList<>();
    private EcnCodepoint lastCodepoint = EcnCodepoint.NOT_ECT;

    /** What the distances of a row count from: the number of the peer's next byte, and of ours. */
    private int rcvNxt;

    private int sndNxt;

    StateFixture(Place place, Start start) {
        this(place, start, Pair.SETTINGS.with(new TcpSettings.UserTimeout(USER_TIMEOUT, false)));
    }

    StateFixture(Place place, Start start, TcpSettings settings) {
        this(place, start, settings, TcpParameters.DEFAULT);
    }

    /** With other times than a node's usual ones, but for the maximum segment lifetime. */
    StateFixture(Place place, Start start, TcpSettings settings, TcpParameters times) {
        this.place = place;
        this.start = start;
        this.rcvNxt = start.irs;
        this.sndNxt = start.iss;
        TcpParameters parameters = times.withMaxSegmentLifetime(MAX_SEGMENT_LIFETIME);
        Environment environment = new Environment(parameters, pages, new Chosen(start.iss), new Drops());
        this.tcb = new Tcb(environment, settings, NewReno::new);
        try {
            reach(place);
        } catch (CallRefused refused) {
            throw new AssertionError(refused);
        }
        isIn(place.state);
        sent.clear();
        tcb.takeSignals();
    }

    private record Chosen(int iss) implements InitialNumbers {
        @Override
        public int sequence(FourTuple tuple, long now) {
            return iss;
        }

        @Override
        public int timestampOffset(FourTuple tuple) {
            return 0;
        }
    }

    private void reach(Place wanted) throws CallRefused {
        switch (wanted) {
            case CLOSED -> {}
            case LISTEN -> tcb.passiveOpen(Deadline.NONE);
            case SYN_SENT -> {
                openActively();
                sndNxt++;
            }
            case SYN_RECEIVED -> {
                reach(Place.LISTEN);
                arrives(syn());
                rcvNxt++;
                sndNxt++;
            }
            case SYN_RECEIVED_ACTIVE -> {
                reach(Place.SYN_SENT);
                arrives(syn());
                rcvNxt++;
            }
            case ESTABLISHED -> {
                reach(Place.SYN_RECEIVED);
                arrives(ack());
            }
            case FIN_WAIT_1 -> {
                reach(Place.ESTABLISHED);
                close();
                sndNxt++;
            }
            case FIN_WAIT_2 -> {
                reach(Place.FIN_WAIT_1);
                arrives(ack());
            }
            case CLOSE_WAIT -> {
                reach(Place.ESTABLISHED);
                arrives(fin());
                rcvNxt++;
            }
            case CLOSING -> {
                reach(Place.FIN_WAIT_1);
                arrives(fin().acking(-1));
                rcvNxt++;
            }
            case LAST_ACK -> {
                reach(Place.CLOSE_WAIT);
                close();
                sndNxt++;
            }
            case TIME_WAIT -> {
                reach(Place.FIN_WAIT_2);
                arrives(fin());
                rcvNxt++;
            }
        }
    }

    // ---- Calls

    void openActively() throws CallRefused {
        tcb.activeOpen(NAME, MTU, now);
        poll();
    }

    void openPassively() throws CallRefused {
        tcb.passiveOpen(Deadline.NONE);
        poll();
    }

    /** SEND with PUSH. */
    int send(int bytes) throws CallRefused {
        int taken = tcb.write(MemorySegment.ofArray(new byte[bytes]), true, false, now);
        poll();
        return taken;
    }

    /** SEND with URGENT. */
    void sendUrgent(int bytes) throws CallRefused {
        tcb.write(MemorySegment.ofArray(new byte[bytes]), true, true, now);
        poll();
    }

    /** RECEIVE; returns how many bytes it gave. */
    int receive() throws CallRefused {
        int count = tcb.read(MemorySegment.ofArray(new byte[BUFFER]), now).count();
        poll();
        return count;
    }

    void close() {
        tcb.close(now);
        poll();
    }

    void abort() {
        tcb.abort(now);
        poll();
    }

    /** The call is refused for the reason, and nothing comes of it. */
    void refuses(ThrowingCallable call, Refusal refusal) {
        State before = tcb.state();
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(CallRefused.class))
                .extracting(CallRefused::refusal)
                .isEqualTo(refusal);
        poll();
        isIn(before);
        sentNothing();
    }

    // ---- Segments and time

    void arrives(Relative segment) {
        arrives(segment, PEER_WINDOW);
    }

    void arrives(Relative relative, int window) {
        arrives(relative, window, EcnCodepoint.NOT_ECT);
    }

    void arrives(Relative segment, EcnCodepoint ecn) {
        arrives(segment, PEER_WINDOW, ecn);
    }

    /** Gives the block a segment as the node does, and collects what it answers. */
    private void arrives(Relative relative, int window, EcnCodepoint ecn) {
        TcpSegment segment = absolute(relative, window);
        switch (tcb.state()) {
            case CLOSED -> Resets.answering(segment).ifPresent(sent::add);
            case LISTEN -> {
                if (Tcb.isRequest(segment)) {
                    tcb.onRequest(NAME, MTU, segment, ecn, now);
                } else {
                    Resets.answeringInListen(segment).ifPresent(sent::add);
                }
            }
            case SYN_SENT,
                    SYN_RECEIVED,
                    ESTABLISHED,
                    FIN_WAIT_1,
                    FIN_WAIT_2,
                    CLOSE_WAIT,
                    CLOSING,
                    LAST_ACK,
                    TIME_WAIT -> tcb.onSegment(segment, ecn, now);
        }
        poll();
    }

    TcpSegment absolute(Relative relative, int window) {
        TcpOptions options = relative.flags().has(TcpFlags.RST)
                ? TcpOptions.Reset.NONE
                : relative.flags().has(TcpFlags.SYN) ? TcpOptions.Handshake.NONE : TcpOptions.Transfer.NONE;
        byte[] text = new byte[relative.length()];
        return new TcpSegment(
                NAME.remotePort(),
                NAME.localPort(),
                rcvNxt + relative.seq(),
                relative.flags().has(TcpFlags.ACK) ? sndNxt + relative.acked() : 0,
                relative.flags(),
                window,
                relative.urgent(),
                options,
                Payload.of(text));
    }

    /** The peer's next byte, and ours, stand so much further than where the row began: from here it counts anew. */
    void advance(int received, int sentBytes) {
        rcvNxt += received;
        sndNxt += sentBytes;
        sent.clear();
    }

    /** Takes so much text that the receive window is closed, and counts from there. */
    void closesTheWindow() {
        arrives(ack().acking(-1).text(BUFFER));
        assertThat(sent.getLast().window()).isZero();
        advance(BUFFER, 0);
    }

    /** Lets the given time pass, with every deadline in it. */
    void passes(long durationNs) {
        long end = now + durationNs;
        while (tcb.nextDeadline() <= end) {
            toNextDeadline();
        }
        now = end;
    }

    void toNextDeadline() {
        now = Math.max(now, tcb.nextDeadline());
        tcb.onTimer(now);
        poll();
    }

    private void poll() {
        tcb.poll(now, (tuple, settings, departing) -> {
            lastCodepoint = departing.ecn();
            assertThat(tuple).isEqualTo(NAME);
            sent.add(departing.segment().kept());
        });
    }

    // ---- What came of it

    void isIn(State state) {
        assertThat(tcb.state()).isEqualTo(state);
    }

    /** It is still in the state that the row began in. */
    void stays() {
        isIn(place.state);
        assertThat(tcb.takeSignals()).doesNotContain(Signal.ENDED, Signal.OPENED, Signal.PEER_CLOSED);
    }

    /** The connection is over, and why. */
    void ended(Ending ending) {
        isIn(State.CLOSED);
        assertThat(tcb.ending()).contains(ending);
        assertThat(tcb.takeSignals()).contains(Signal.ENDED);
    }

    /** Exactly these were sent since this was last asked. */
    void sent(Relative... expected) {
        List<Relative> relative = sent.stream().map(this::relative).toList();
        sent.clear();
        assertThat(relative).containsExactly(expected);
    }

    void sentNothing() {
        sent();
    }

    /** {@code <SEQ=0><ACK=...><CTL=RST,ACK>}: the reset of a segment that acknowledges nothing. */
    void sentResetFromZero(int acked) {
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().seq()).isZero();
        sent(segment(TcpFlags.RST_ACK).at(-sndNxt).acking(acked));
    }

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}: what answers most of what is not accepted. */
    void sentTheChallenge() {
        sent(ack());
    }

    /** What was sent last, as it is. */
    Optional<TcpSegment> lastSent() {
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent.getLast());
    }

    /** The codepoint of the one that was sent last. */
    EcnCodepoint lastCodepoint() {
        return lastCodepoint;
    }

    /** How many segments were sent since this was last asked. */
    int takeSentCount() {
        int count = sent.size();
        sent.clear();
        return count;
    }

    private Relative relative(TcpSegment segment) {
        return new Relative(
                segment.flags(),
                segment.seq() - sndNxt,
                segment.has(TcpFlags.ACK) ? segment.ack() - rcvNxt : 0,
                segment.payload().length(),
                segment.urgentPointer());
    }

    @Override
    public String toString() {
        return place + ", " + start;
    }
}
