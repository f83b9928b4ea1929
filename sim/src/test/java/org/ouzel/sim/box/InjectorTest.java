package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.QuotedSegment;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** Forged packets: right in every checksum, at the instants of the seed. */
class InjectorTest {
    private static final InetSocketAddress PEER = end("192.0.2.9", 4000);
    private static final InetSocketAddress VICTIM = end("198.51.100.9", 80);
    private static final Spoof SPOOF = Spoof.told(PEER, VICTIM);

    private final Timeline timeline = new Timeline();
    private final Kept atVictim = new Kept();
    private final Injector injector = new Injector(timeline, 5, atVictim);

    private static InetSocketAddress end(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private void run() {
        while (timeline.step()) {
            assertThat(timeline.now()).isNotNegative();
        }
    }

    private MemorySegment forged(Forgery forgery) {
        injector.inject(timeline.now(), forgery);
        run();
        return atVictim.one();
    }

    private String segment(Forgery forgery) {
        return Packets.tcp(forged(forgery)).toString();
    }

    @Test
    void forgesEveryKindOfSegment() {
        Guess seq = Guess.told(-2);
        Guess ack = Guess.told(7);
        assertThat(segment(Forgery.reset(SPOOF, seq))).isEqualTo("4000 > 80: R seq 4294967294 win 65535 len 0");
        assertThat(segment(Forgery.resetWithAck(SPOOF, seq, ack)))
                .isEqualTo("4000 > 80: RA seq 4294967294 ack 7 win 65535 len 0");
        assertThat(segment(Forgery.syn(SPOOF, seq))).startsWith("4000 > 80: S seq 4294967294");
        assertThat(segment(Forgery.synAck(SPOOF, seq, ack))).startsWith("4000 > 80: SA seq 4294967294 ack 7");
        assertThat(segment(Forgery.ack(SPOOF, seq, ack))).endsWith("A seq 4294967294 ack 7 win 65535 len 0");
        assertThat(segment(Forgery.fin(SPOOF, seq, ack))).startsWith("4000 > 80: FA seq 4294967294 ack 7");
        MemorySegment data = forged(Forgery.data(SPOOF, seq, ack, Packets.data(9)));
        assertThat(Packets.tcp(data).payload().toByteArray()).isEqualTo(Packets.data(9));
        assertThat(Packets.ip(data).source()).hasToString("192.0.2.9");
        assertThat(Packets.ip(data).destination()).hasToString("198.51.100.9");
        assertThat(injector.injected()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.9,192.0.2.9,203.0.113.5,3,4,3,3", "2001:db8::1,2001:db8::2,2001:db8::3,2,0,1,4"})
    void forgesErrors(String victim, String peer, String router, int type, int code, int deadType, int deadCode) {
        boolean ipv6 = victim.contains(":");
        Spoof quoted = Spoof.told(end(victim, 80), end(peer, 4000));
        InetAddress from = InetAddress.ofLiteral(router);
        ForgedError tooBig = ipv6 ? ForgedError.packetTooBig(1280) : ForgedError.fragmentationNeeded(1280);
        MemorySegment packet = forged(Forgery.error(from, quoted, Guess.told(-9), tooBig));
        assertThat(Packets.ip(packet).source()).hasToString(router);
        assertThat(Packets.ip(packet).destination()).hasToString(victim);
        IcmpMessage message = Packets.icmp(packet);
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.code()).isEqualTo(code);
        assertThat(message.rest()).isEqualTo(1280);
        assertThat(QuotedSegment.parse(MemorySegment.ofArray(message.body().toByteArray())))
                .hasValue(new QuotedSegment(IpAddress.parse(victim), IpAddress.parse(peer), 80, 4000, -9));

        ForgedError dead = ipv6 ? ForgedError.portUnreachableV6() : ForgedError.portUnreachable();
        IcmpMessage other = Packets.icmp(forged(Forgery.error(from, quoted, Guess.blind(), dead)));
        assertThat(other.type()).isEqualTo(deadType);
        assertThat(other.code()).isEqualTo(deadCode);
    }

    @Test
    void guessesLieWhereTheyMay() {
        Spoof spoof = SPOOF.guessingSourcePort(Guess.within(32_768, 100)).guessingDestinationPort(Guess.within(79, 3));
        injector.salvo(0, 1000, 3000, Forgery.resetWithAck(spoof, Guess.within(-50, 100), Guess.blind()));
        run();
        List<TcpSegment> segments = atVictim.all().stream().map(Packets::tcp).toList();
        assertThat(segments).hasSize(3000);
        assertThat(segments).allMatch(segment -> segment.seq() >= -50 && segment.seq() < 50);
        assertThat(segments.stream().map(TcpSegment::seq).distinct()).hasSize(100);
        assertThat(segments.stream().map(TcpSegment::sourcePort).distinct()).hasSize(100);
        assertThat(segments.stream().map(TcpSegment::destinationPort).distinct())
                .containsExactlyInAnyOrder(79, 80, 81);
        assertThat(segments.stream().map(TcpSegment::ack).distinct().count()).isGreaterThan(2990);
        assertThatIllegalArgumentException().isThrownBy(() -> Guess.within(1, 0));
    }

    @Test
    void aSalvoLiesWithinItsTimeAndInOrder() {
        List<Long> instants = new ArrayList<>();
        Injector timed = new Injector(timeline, 6, packet -> instants.add(timeline.now()));
        timed.salvo(500, 1500, 400, Forgery.reset(SPOOF, Guess.blind()));
        timed.inject(7, Forgery.reset(SPOOF, Guess.blind()));
        run();
        assertThat(instants).hasSize(401).isSorted().startsWith(7L);
        assertThat(instants.subList(1, 401)).allMatch(instant -> instant >= 500 && instant < 1500);
        assertThat(instants.get(200)).isBetween(850L, 1150L);
    }

    @Test
    void theSameSeedGivesTheSameAttackAndASecondSalvoLeavesTheFirst() {
        assertThat(attack(1, false)).isEqualTo(attack(1, false)).doesNotContainAnyElementsOf(attack(2, false));
        assertThat(attack(1, true)).containsAll(attack(1, false)).hasSize(60);
    }

    private static List<String> attack(long seed, boolean second) {
        Timeline time = new Timeline();
        List<String> sent = new ArrayList<>();
        Injector seeded = new Injector(
                time, seed, packet -> sent.add(time.now() + " " + HexFormat.of().formatHex(Packets.bytes(packet))));
        seeded.salvo(0, 1_000_000, 30, Forgery.syn(SPOOF, Guess.blind()));
        if (second) {
            seeded.salvo(0, 1_000_000, 30, Forgery.reset(SPOOF, Guess.blind()));
        }
        while (time.step()) {
            assertThat(time.now()).isLessThan(1_000_000);
        }
        return sent;
    }
}
