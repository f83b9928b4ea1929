package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.Packets.segment;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.DeadHostProxy.Conduct;
import org.ouzel.sim.box.Packets.Kept;

/** What is said in the name of a host that is gone. */
class DeadHostProxyTest {
    private static final String PEER = "192.0.2.9";
    private static final String HOST = "198.51.100.9";
    private static final TcpFlags FIN_ACK = TcpFlags.FIN.with(TcpFlags.ACK);

    private final DeadHostProxy proxy = new DeadHostProxy(7);
    private final Kept atHost = new Kept();
    private final Kept atPeer = new Kept();

    @BeforeEach
    void connect() {
        proxy.host().connect(atHost);
        proxy.network().connect(atPeer);
    }

    private void toHost(TcpFlags flags, int seq, int ack, byte... data) {
        proxy.network().packet(Packets.tcp(PEER, HOST, segment(4000, 80, flags, seq, ack, data)));
    }

    private void fromHost(TcpFlags flags, int seq, int ack, byte... data) {
        proxy.host().packet(Packets.tcp(HOST, PEER, segment(80, 4000, flags, seq, ack, data)));
    }

    private TcpSegment answered() {
        MemorySegment packet = atPeer.one();
        assertThat(Packets.ip(packet).source()).hasToString(HOST);
        assertThat(Packets.ip(packet).destination()).hasToString(PEER);
        return Packets.tcp(packet);
    }

    /** The host has sent up to 601 and received up to 201. */
    private void live() {
        toHost(TcpFlags.SYN, 100, 0);
        fromHost(TcpFlags.SYN_ACK, 500, 101);
        toHost(TcpFlags.ACK, 101, 501, new byte[100]);
        fromHost(TcpFlags.ACK, 501, 201, new byte[100]);
        fromHost(TcpFlags.ACK, 501, 201, new byte[50]); // again: what was sent further stays sent
        assertThat(atHost.all()).hasSize(2);
        assertThat(atPeer.all()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({PEER + "," + HOST, "2001:db8::1,2001:db8::2"})
    void allPassesWhileTheHostLivesAndWhenItIsBack(String peer, String host) {
        for (boolean back : new boolean[] {false, true}) {
            if (back) {
                proxy.die(Conduct.RESETTING);
                proxy.revive();
            }
            MemorySegment in = Packets.tcp(peer, host, segment(4000, 80, TcpFlags.SYN, 1, 0));
            proxy.network().packet(Packets.copy(in));
            assertThat(Packets.bytes(atHost.one())).isEqualTo(Packets.bytes(in));
            MemorySegment out = Packets.tcp(host, peer, segment(80, 4000, TcpFlags.SYN_ACK, 1, 2));
            proxy.host().packet(Packets.copy(out));
            assertThat(Packets.bytes(atPeer.one())).isEqualTo(Packets.bytes(out));
        }
        assertThat(proxy.tally().of(Outcome.PASSED)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Conduct.class)
    void nothingReachesTheDeadOrComesFromThem(Conduct conduct) {
        live();
        proxy.die(conduct);
        fromHost(TcpFlags.ACK, 601, 201);
        assertThat(atPeer.isEmpty()).isTrue();
        toHost(TcpFlags.ACK, 201, 601, (byte) 1);
        toHost(TcpFlags.SYN, 100, 0);
        toHost(TcpFlags.RST, 201, 0);
        atPeer.all();
        assertThat(atHost.isEmpty()).isTrue();
        // Neither a reset nor what is not TCP is answered by anybody.
        toHost(TcpFlags.RST, 201, 0);
        proxy.network().packet(Packets.icmp(PEER, HOST, Packets.FIELDS, 8, 1));
        proxy.network().packet(MemorySegment.ofArray(Packets.data(33)));
        MemorySegment broken = Packets.tcp(PEER, HOST, segment(4000, 80, TcpFlags.SYN, 1, 0));
        broken.asByteBuffer().put(39, (byte) 1);
        proxy.network().packet(broken);
        assertThat(atPeer.isEmpty()).isTrue();
    }

    @Test
    void silenceIsSilence() {
        live();
        proxy.die(Conduct.SILENT);
        toHost(TcpFlags.SYN, 100, 0);
        toHost(TcpFlags.ACK, 201, 601, (byte) 1);
        assertThat(atPeer.isEmpty()).isTrue();
        assertThat(proxy.tally().of(Outcome.UNWANTED)).isEqualTo(2);
    }

    @Test
    void aHostThatStartedAnewResetsWhatItForgot() {
        live();
        proxy.die(Conduct.RESETTING);
        toHost(TcpFlags.SYN, 100, 0);
        assertThat(answered()).hasToString("80 > 4000: RA seq 0 ack 101 win 0 len 0");
        toHost(TcpFlags.ACK, 201, 601, (byte) 1);
        assertThat(answered()).hasToString("80 > 4000: R seq 601 win 0 len 0");
    }

    @Test
    void aHalfOpenHostAnswersSynsAndNothingElse() {
        proxy.die(Conduct.HALF_OPEN);
        toHost(TcpFlags.SYN, -1, 0);
        TcpSegment first = answered();
        assertThat(first.flags()).isEqualTo(TcpFlags.SYN_ACK);
        assertThat(first.ack()).isZero();
        assertThat(first.options()).isEqualTo(Handshake.offer(536, OptionalInt.empty(), false, Optional.empty()));
        toHost(TcpFlags.SYN, -1, 0);
        assertThat(answered()).hasToString(first.toString());
        toHost(TcpFlags.ACK, 0, first.seq() + 1);
        toHost(TcpFlags.ACK, 0, first.seq() + 1, (byte) 1);
        toHost(FIN_ACK, 0, first.seq() + 1);
        assertThat(atPeer.isEmpty()).isTrue();
    }

    @Test
    void whatIsSentToAConnectionThatWasOpenIsAcknowledgedFromWhereItWas() {
        live();
        proxy.die(Conduct.ACKNOWLEDGING);
        toHost(TcpFlags.ACK, 201, 601, new byte[10]);
        assertThat(answered()).hasToString("80 > 4000: A seq 601 ack 211 win 1000 len 0");
        toHost(TcpFlags.ACK, 201, 601, new byte[10]);
        assertThat(answered().ack()).isEqualTo(211);
        toHost(TcpFlags.ACK, 221, 601, new byte[10]);
        assertThat(answered().ack()).isEqualTo(211);
        toHost(TcpFlags.ACK, 211, 601);
        assertThat(atPeer.isEmpty()).isTrue();
        toHost(TcpFlags.ACK, 210, 601); // a keep-alive
        assertThat(answered().ack()).isEqualTo(211);
        toHost(FIN_ACK, 211, 601);
        assertThat(answered().ack()).isEqualTo(212);
    }

    @Test
    void aConnectionThatBeginsAfterDeathIsOpenedAndFed() {
        proxy.die(Conduct.ACKNOWLEDGING);
        toHost(TcpFlags.SYN, -1, 0);
        int initial = answered().seq();
        toHost(TcpFlags.ACK, 0, initial + 1);
        assertThat(atPeer.isEmpty()).isTrue();
        toHost(TcpFlags.ACK, 0, initial + 1, new byte[7]);
        assertThat(answered().ack()).isEqualTo(7);
    }

    @Test
    void aConnectionThatWasNeverSeenIsAcknowledgedAsItSpeaksOfItself() {
        proxy.die(Conduct.ACKNOWLEDGING);
        toHost(TcpFlags.ACK, -5, 77, new byte[10]);
        assertThat(answered()).hasToString("80 > 4000: A seq 77 ack 5 win 32768 len 0");
    }

    @Test
    void timestampsAreEchoedAndThoseOfTheHostNotTurnedBack() {
        Transfer ours = Transfer.of(new Timestamps(9000, 1));
        proxy.host()
                .packet(Packets.tcp(
                        HOST, PEER, new TcpSegment(80, 4000, 501, 101, TcpFlags.ACK, 99, 0, ours, Payload.EMPTY)));
        atPeer.all();
        proxy.die(Conduct.ACKNOWLEDGING);
        Transfer theirs = Transfer.of(new Timestamps(7, 9000));
        TcpSegment data = new TcpSegment(4000, 80, 101, 501, TcpFlags.ACK, 5, 0, theirs, Payload.of(Packets.data(3)));
        proxy.network().packet(Packets.tcp(PEER, HOST, data));
        assertThat(answered().options()).isEqualTo(Transfer.of(new Timestamps(9000, 7)));
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        assertThat(initial(1)).isEqualTo(initial(1)).isNotEqualTo(initial(2));
    }

    private static int initial(long seed) {
        DeadHostProxy seeded = new DeadHostProxy(seed);
        Kept out = new Kept();
        seeded.network().connect(out);
        seeded.die(Conduct.HALF_OPEN);
        seeded.network().packet(Packets.tcp(PEER, HOST, segment(4000, 80, TcpFlags.SYN, 1, 0)));
        return Packets.tcp(out.one()).seq();
    }
}
