package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.Departing;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.wire.Drops;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.Ipv4Header;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

class IdentificationsTest {
    private static final IpAddress US = IpAddress.parse("192.0.2.1");
    private static final IpAddress PEER = IpAddress.parse("192.0.2.2");
    private static final TcpSegment SEGMENT =
            new TcpSegment(1, 2, 3, 4, TcpFlags.ACK, 5, 0, TcpOptions.Transfer.NONE, Payload.EMPTY);

    private int written;

    private int identification(boolean dontFragment) {
        Interface by = new Interface("wire", 1500, List.of(new IpPrefix(US, 24)));
        TcpSettings settings = new TcpSettings(
                TcpSettings.Buffer.of(1),
                TcpSettings.Buffer.of(1),
                TcpSettings.UserTimeout.NONE,
                TcpSettings.Header.USUAL.withDontFragment(dontFragment),
                TcpSettings.Output.UNBOUNDED,
                new TcpSettings.Times(0, 1, 1),
                EcnPolicy.OFF,
                TcpTuning.DEFAULT);
        PacketWriter writer = new PacketWriter(
                new Interfaces(List.of(by)),
                new Drops(),
                of(Territory.WHOLE),
                (index, headers, payload, unfinished) -> {
                    try {
                        written =
                                ((Ipv4Header) IpHeader.parse(headers)).fields().identification();
                    } catch (MalformedPacket malformed) {
                        throw new AssertionError(malformed);
                    }
                });
        writer.segment(new FourTuple(US, 1, PEER, 2), settings, Departing.plain(SEGMENT));
        return written;
    }

    @Test
    void onlyWhatMayBeFragmentedHasOne() {
        assertThat(identification(true)).isZero();
        assertThat(identification(false)).isEqualTo(of(Territory.WHOLE).next(US, PEER, 1));
    }

    // RFC 6864 §4.3
    @Test
    void noneRepeatsBeforeAllWereUsed() {
        Identifications identifications = of(Territory.WHOLE);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 0x1_0000; i++) {
            assertThat(seen.add(identifications.next(US, PEER, 1))).isTrue();
        }
        assertThat(seen).allMatch(number -> number >= 0 && number <= 0xffff);
    }

    @Test
    void whatIsCutTakesOneForEachSegment() {
        Identifications identifications = of(Territory.WHOLE);
        int first = identifications.next(US, PEER, 45);
        assertThat(identifications.next(US, PEER, 1)).isEqualTo(first + 45 & 0xffff);
    }

    @Test
    void eachPeerCountsFromANumberOfItsOwn() {
        Identifications identifications = of(Territory.WHOLE);
        Set<Integer> first = new HashSet<>();
        for (int i = 1; i < 255; i++) {
            first.add(identifications.next(US, IpAddress.parse("192.0.2." + i), 1));
        }
        assertThat(first).hasSizeGreaterThan(250);
    }

    /** RFC 6864 §4.3, of packets that nodes with the same addresses send by themselves. */
    @Test
    void thoseOfSeveralNodesAreApart() {
        Set<Integer> seen = new HashSet<>();
        int nodes = 3;
        for (int index = 0; index < nodes; index++) {
            Land land = new Land();
            land.nodes = nodes;
            land.index = index;
            Identifications identifications = of(land);
            for (int i = 0; i < 0x1_0000 / nodes / 5; i++) {
                int first = identifications.next(US, PEER, 5);
                for (int k = 0; k < 5; k++) {
                    assertThat(seen.add(first + k & 0xffff)).isTrue();
                }
            }
        }
    }

    private static Identifications of(Territory territory) {
        return new Identifications(new SipHash(1, 2), territory);
    }
}
