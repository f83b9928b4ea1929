package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.Packets.segment;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** Boxes one behind the other: a host, its router, a translator, two routers with a narrow link between them, a server. */
class ChainTest {
    private static final String HOST = "192.168.1.10";
    private static final String SERVER = "198.51.100.80";

    private final Timeline timeline = new Timeline();
    private final Kept atHost = new Kept();
    private final Kept atServer = new Kept();
    private final Router home = new Router(timeline, RouterSettings.DEFAULT);
    private final Port lan = home.port(1500, "192.168.1.1/24");
    private final Port wan = home.port(1500, "192.168.2.1/30");
    private final Nat nat = new Nat(timeline, NatSettings.DEFAULT, "203.0.113.2", 3);
    private final Router near = new Router(timeline, RouterSettings.DEFAULT);
    private final Port nearCustomer = near.port(1500, "203.0.113.1/24");
    private final Port nearCore = near.port(1300, "192.0.2.1/30");
    private final Router far = new Router(timeline, RouterSettings.DEFAULT);
    private final Port farCore = far.port(1300, "192.0.2.2/30");
    private final Port farServer = far.port(1500, "198.51.100.1/24");

    @BeforeEach
    void connect() {
        home.route("0.0.0.0/0", wan);
        near.route("0.0.0.0/0", nearCore);
        far.route("0.0.0.0/0", farCore);
        lan.connect(atHost);
        join(wan, nat.inside());
        join(nat.outside(), nearCustomer);
        // Outwards, timestamps do not survive the core.
        nearCore.connect(OptionStripper.of(Set.of(OptionStripper.TIMESTAMPS), farCore));
        farCore.connect(nearCore);
        farServer.connect(atServer);
    }

    private static void join(Port one, Port other) {
        one.connect(other);
        other.connect(one);
    }

    private static MemorySegment sent(int timeToLive, TcpFlags flags, int data) {
        IpFields fields = new IpFields(0, timeToLive, true, 0);
        return Packets.tcp(HOST, SERVER, fields, segment(40_000, 80, flags, 1, 0, Packets.data(data)));
    }

    @Test
    void aTraceShowsEachRouter() {
        String[] hops = {"192.168.1.1", "203.0.113.1", "192.0.2.2"};
        for (int hop = 1; hop <= hops.length; hop++) {
            lan.packet(sent(hop, TcpFlags.SYN, 0));
            MemorySegment error = atHost.one();
            assertThat(Packets.ip(error).source()).hasToString(hops[hop - 1]);
            assertThat(Packets.icmp(error).type()).isEqualTo(11);
        }
        lan.packet(sent(4, TcpFlags.SYN, 0));
        assertThat(Packets.ip(atServer.one()).timeToLive()).isEqualTo(1);
    }

    @Test
    void theHostLearnsOfTheNarrowLinkBehindTheTranslator() {
        lan.packet(sent(64, TcpFlags.SYN, 0));
        MemorySegment syn = atServer.one();
        assertThat(Packets.ip(syn).source()).hasToString("203.0.113.2");
        lan.packet(sent(64, TcpFlags.ACK, 1261));
        IcmpMessage tooBig = Packets.icmp(atHost.one());
        assertThat(tooBig.rest()).isEqualTo(1300);
        // What the host has sent, but for the TTL that its own router has counted down.
        assertThat(tooBig.body().toByteArray())
                .isEqualTo(Packets.bytes(sent(63, TcpFlags.ACK, 1261).asSlice(0, 548)));
        lan.packet(sent(64, TcpFlags.ACK, 1260));
        assertThat(atServer.one().byteSize()).isEqualTo(1300);

        int port = Packets.tcp(syn).sourcePort();
        farServer.packet(Packets.tcp(SERVER, "203.0.113.2", segment(80, port, TcpFlags.SYN_ACK, 9, 2)));
        MemorySegment answer = atHost.one();
        assertThat(Packets.ip(answer).destination()).hasToString(HOST);
        assertThat(Packets.ip(answer).timeToLive()).isEqualTo(61);
        assertThat(Packets.tcp(answer).destinationPort()).isEqualTo(40_000);
    }
}
