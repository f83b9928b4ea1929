package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What a node makes of messages that a packet was too big. */
class NodePathMtuTest {
    private static final int WITH_TIMESTAMPS = 12;

    private final TwoNodes net = new TwoNodes();

    /** A router tells the client that its next data has been too big, and what would not have been. */
    private void tellTooBig(Tcb caller, boolean ipv6, int mtu) throws CallRefused, MalformedPacket {
        caller.write(MemorySegment.ofArray(new byte[1400]), true, false, net.now);
        net.client.settle(caller, net.now);
        byte[] quoted = net.toServer.remove().asSlice(0, 80).toArray(ValueLayout.JAVA_BYTE);
        IcmpMessage message = ipv6
                ? new IcmpMessage(true, 2, 0, mtu, Payload.of(quoted))
                : new IcmpMessage(false, 3, 4, mtu, Payload.of(quoted));
        IpAddress to = IpAddress.parse(ipv6 ? "2001:db8::1" : "192.0.2.1");
        IpAddress from = IpAddress.parse(ipv6 ? "2001:db8::2" : "192.0.2.2");
        int protocol = ipv6 ? IcmpMessage.PROTOCOL_V6 : IcmpMessage.PROTOCOL_V4;
        int length = IcmpMessage.HEADER_LENGTH + quoted.length;
        IpHeader header = IpHeader.of(from, to, new IpFields(0, 64, true, 0), protocol, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        message.writeHeader(packet.asSlice(header.headerLength()), from, to);
        message.body().copyTo(packet, header.headerLength() + (long) IcmpMessage.HEADER_LENGTH);
        net.client.onPacket(0, packet, net.now);
        net.settle();
    }

    private int sendMss(Tcb tcb) {
        return tcb.status(net.now).windows().effectiveSendMss();
    }

    @Test
    void believesWhatALinkOfIpv6MayCarry() throws OpenFailed, CallRefused, MalformedPacket {
        net.listen(7);
        Tcb caller = net.connect("2001:db8::2", 7);
        tellTooBig(caller, true, 1280);
        assertThat(sendMss(caller)).isEqualTo(1280 - 60 - WITH_TIMESTAMPS);
    }

    // RFC 8201 §4: "If a node receives a Packet Too Big message reporting a next-hop MTU that is less than the IPv6
    // minimum link MTU, it MUST discard it."
    @Test
    void discardsWhatNoLinkOfIpv6MayCarry() throws OpenFailed, CallRefused, MalformedPacket {
        net.listen(7);
        Tcb caller = net.connect("2001:db8::2", 7);
        for (int mtu : new int[] {1279, 1000, 0}) {
            tellTooBig(caller, true, mtu);
            assertThat(sendMss(caller)).as("after %d", mtu).isEqualTo(1500 - 60 - WITH_TIMESTAMPS);
        }
    }

    // RFC 9293 §3.7.1: what is announced is what can be received, whatever the path carries in the other direction.
    @Test
    @Tag("MUST-67")
    void announcesWhatTheLinkCarriesThoughThePathTakesLess() throws OpenFailed, CallRefused, MalformedPacket {
        net.listen(7);
        tellTooBig(net.connect("192.0.2.2", 7), false, 1000);
        net.listen(8);
        Tcb next = net.block();
        net.client.activeOpen(next, FourTuple.to(IpAddress.parse("192.0.2.2"), 8), net.now);
        assertThat(announcedMss(net.toServer.getLast())).isEqualTo(1460);
        net.settle();
        assertThat(sendMss(next)).isEqualTo(1000 - 40 - WITH_TIMESTAMPS);
    }

    // RFC 1191 §6.3
    @Test
    void triesTheLinksSizeAgainOnAConnectionThatBeganWithThePaths() throws OpenFailed, CallRefused, MalformedPacket {
        net.listen(7);
        tellTooBig(net.connect("192.0.2.2", 7), false, 1000);
        net.listen(8);
        Tcb next = net.connect("192.0.2.2", 8);
        assertThat(sendMss(next)).isEqualTo(1000 - 40 - WITH_TIMESTAMPS);
        net.pass(601_000 * TwoNodes.MS);
        assertThat(sendMss(next)).isEqualTo(1500 - 40 - WITH_TIMESTAMPS);
    }

    private static int announcedMss(MemorySegment packet) throws MalformedPacket {
        IpHeader header = IpHeader.parse(packet);
        TcpSegment syn = TcpSegment.parse(packet.asSlice(header.headerLength()), header.source(), header.destination());
        return ((TcpOptions.Handshake) syn.options()).mss().orElseThrow();
    }
}
