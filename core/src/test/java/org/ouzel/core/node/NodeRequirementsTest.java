package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.ip.Interface;
import org.ouzel.core.ip.Interfaces;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.DropReason;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.IpPrefix;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;

/** What RFC 9293 requires of addresses and of ICMP, at a node of several addresses. */
class NodeRequirementsTest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.9");

    private final TwoNodes net = new TwoNodes();
    private final List<MemorySegment> sent = new ArrayList<>();
    private final Node node = new Node(
            new Interfaces(List.of(new Interface(
                    "wire",
                    1500,
                    List.of(
                            IpPrefix.parse("192.0.2.1/24"),
                            IpPrefix.parse("192.0.2.3/24"),
                            IpPrefix.parse("198.51.100.1/24"),
                            IpPrefix.parse("2001:db8::1/64"))))),
            net.drops,
            new SipHash(1, 2),
            (index, headers, payload, unfinished) -> {
                MemorySegment packet = MemorySegment.ofArray(new byte[(int) headers.byteSize() + payload.length()]);
                packet.copyFrom(headers);
                payload.copyTo(packet, headers.byteSize());
                sent.add(packet);
            });

    private Tcb open(Optional<IpAddress> local, int localPort, IpAddress remote) throws OpenFailed, CallRefused {
        Tcb tcb = net.block();
        node.activeOpen(tcb, new FourTuple(local.orElse(Ipv6Address.UNSPECIFIED), localPort, remote, 7), net.now);
        return tcb;
    }

    private List<String> sources() throws MalformedPacket {
        List<String> sources = new ArrayList<>();
        for (MemorySegment packet : sent) {
            sources.add(IpHeader.parse(packet).source().toString());
        }
        return sources;
    }

    private static TcpSegment request() {
        return new TcpSegment(5000, 7, 1, 0, TcpFlags.SYN, 0xffff, 0, TcpOptions.Handshake.NONE, Payload.EMPTY);
    }

    private void icmp(int type, int code, MemorySegment quoted) {
        IcmpMessage message = new IcmpMessage(false, type, code, 0, Payload.of(quoted));
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        IpAddress us = IpAddress.parse("192.0.2.1");
        IpHeader header = IpHeader.of(PEER, us, new IpFields(0, 64, true, 0), IcmpMessage.PROTOCOL_V4, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[header.totalLength()]);
        header.write(packet);
        message.body().copyTo(packet, header.headerLength() + (long) IcmpMessage.HEADER_LENGTH);
        message.writeHeader(packet.asSlice(header.headerLength()), PEER, us);
        node.onPacket(0, packet, net.now);
    }

    // ---- Our addresses

    @Test
    @Tag("MUST-43")
    void opensFromTheAddressThatTheUserNames() throws OpenFailed, CallRefused, MalformedPacket {
        open(Optional.of(IpAddress.parse("192.0.2.3")), 0, PEER);
        assertThat(sources()).containsExactly("192.0.2.3");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.9, 192.0.2.1", "198.51.100.9, 198.51.100.1", "2001:db8::9, 2001:db8::1"})
    @Tag("MUST-44")
    void opensFromTheAddressOfTheRouteWhereTheUserNamesNone(String remote, String source)
            throws OpenFailed, CallRefused, MalformedPacket {
        open(Optional.empty(), 0, IpAddress.parse(remote));
        assertThat(sources()).containsExactly(source);
    }

    @Test
    @Tag("MUST-45")
    void keepsTheAddressOfAConnection() throws OpenFailed, CallRefused, MalformedPacket {
        IpAddress local = IpAddress.parse("192.0.2.3");
        node.passiveOpen(net.block(), TwoNodes.port(7), Long.MAX_VALUE, net.now);
        node.onPacket(0, TwoNodes.packet(PEER, local, request()), net.now);
        open(Optional.of(local), 0, PEER);
        for (int i = 0; i < 4; i++) {
            net.now = node.nextDeadline();
            node.onTimer(net.now);
        }
        assertThat(sources()).hasSizeGreaterThan(4).containsOnly("192.0.2.3");
    }

    @Test
    @Tag("MUST-42")
    void listensOnAPortFromWhichAConnectionIsBeingOpened() throws OpenFailed, CallRefused {
        Tcb caller = open(Optional.empty(), 7, PEER);
        Tcb first = net.block();
        node.passiveOpen(first, TwoNodes.port(7), Long.MAX_VALUE, net.now);
        node.onPacket(0, TwoNodes.packet(PEER, IpAddress.parse("192.0.2.1"), request()), net.now);
        Tcb second = net.block();
        node.passiveOpen(second, TwoNodes.port(7), Long.MAX_VALUE, net.now);
        assertThat(List.of(caller.state(), first.state(), second.state()))
                .containsExactly(State.SYN_SENT, State.SYN_RECEIVED, State.LISTEN);
    }

    // ---- Others' addresses

    @ParameterizedTest
    @ValueSource(
            strings = {
                "224.0.0.1",
                "239.1.2.3",
                "255.255.255.255",
                "192.0.2.255",
                "198.51.100.255",
                "0.0.0.0",
                "240.0.0.1",
                "ff02::1",
                "::"
            })
    @Tag("MUST-46")
    void refusesToOpenToWhatIsNoHost(String remote) {
        assertThatThrownBy(() -> open(Optional.empty(), 0, IpAddress.parse(remote)))
                .isInstanceOf(OpenFailed.class);
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "255.255.255.255", "192.0.2.255", "198.51.100.255", "ff02::1"})
    @Tag("MUST-57")
    void discardsARequestToABroadcastOrMulticastAddress(String destination) throws OpenFailed, CallRefused {
        Tcb taker = net.block();
        node.passiveOpen(taker, TwoNodes.port(7), Long.MAX_VALUE, net.now);
        IpAddress to = IpAddress.parse(destination);
        IpAddress from = to.length() == 16 ? IpAddress.parse("2001:db8::9") : PEER;
        node.onPacket(0, TwoNodes.packet(from, to, request()), net.now);
        assertThat(sent).isEmpty();
        assertThat(taker.state()).isEqualTo(State.LISTEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.255", "::", "::1", "ff02::1"})
    @Tag("MUST-63")
    void ignoresARequestFromAnInvalidAddress(String source) throws OpenFailed, CallRefused {
        Tcb taker = net.block();
        node.passiveOpen(taker, TwoNodes.port(7), Long.MAX_VALUE, net.now);
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(from.length() == 16 ? "2001:db8::1" : "192.0.2.1");
        node.onPacket(0, TwoNodes.packet(from, to, request()), net.now);
        assertThat(sent).isEmpty();
        assertThat(taker.state()).isEqualTo(State.LISTEN);
    }

    // ---- ICMP

    @Test
    @Tag("MUST-54")
    void tellsTheConnectionOfAnErrorThatItsSegmentMet() throws OpenFailed, CallRefused {
        Tcb first = open(Optional.empty(), 0, PEER);
        Tcb second = open(Optional.empty(), 0, PEER);
        icmp(3, 3, sent.getFirst());
        assertThat(first.ending()).get().isInstanceOf(Ending.Unreachable.class);
        assertThat(second.state()).isEqualTo(State.SYN_SENT);
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "3, 5", "11, 0", "11, 1", "12, 0"})
    @Tag("MUST-56")
    void goesOnWithAnOpenAfterASoftError(int type, int code) throws OpenFailed, CallRefused {
        Tcb tcb = open(Optional.empty(), 0, PEER);
        icmp(type, code, sent.getFirst());
        assertThat(tcb.state()).isEqualTo(State.SYN_SENT);
        assertThat(tcb.takeReports()).extracting(Ending.IcmpReport::code).containsExactly(code);
        while (tcb.state() == State.SYN_SENT) {
            net.now = node.nextDeadline();
            node.onTimer(net.now);
        }
        assertThat(sent).hasSizeGreaterThan(2);
        // What the network said tells more than that time has passed.
        assertThat(tcb.ending())
                .containsInstanceOf(Ending.Unreachable.class)
                .map(ending -> ((Ending.Unreachable) ending).report().code())
                .contains(code);
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "3, 3", "3, 13"})
    @Tag("SHLD-26")
    void endsAnOpenForAHardError(int type, int code) throws OpenFailed, CallRefused {
        Tcb tcb = open(Optional.empty(), 0, PEER);
        icmp(type, code, sent.getFirst());
        assertThat(tcb.ending()).containsInstanceOf(Ending.Unreachable.class);
    }

    @Test
    @Tag("MUST-55")
    void discardsSourceQuench() throws OpenFailed, CallRefused {
        Tcb tcb = open(Optional.empty(), 0, PEER);
        long cwnd = tcb.status(net.now).congestion().cwndBytes();
        icmp(4, 0, sent.removeFirst());
        assertThat(sent).isEmpty();
        assertThat(net.drops.snapshot()).containsEntry(DropReason.ICMP_IGNORED, 1L);
        assertThat(tcb.takeReports()).isEmpty();
        assertThat(tcb.status(net.now).congestion().cwndBytes()).isEqualTo(cwnd);
        assertThat(tcb.state()).isEqualTo(State.SYN_SENT);
    }
}
