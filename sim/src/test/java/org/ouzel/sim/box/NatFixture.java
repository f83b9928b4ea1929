package org.ouzel.sim.box;

import static org.ouzel.sim.box.Packets.segment;

import java.lang.foreign.MemorySegment;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** A translator with an inside host, a server outside, and what arrives on either side. */
final class NatFixture {
    static final String HOST = "192.168.1.10";
    static final String EXTERNAL = "203.0.113.1";
    static final String SERVER = "198.51.100.80";
    static final int PORT = 40_000;
    static final int HTTP = 80;

    final Timeline timeline = new Timeline();
    final Kept atHost = new Kept();
    final Kept atServer = new Kept();
    final Nat nat;

    NatFixture(NatSettings settings) {
        nat = new Nat(timeline, settings, EXTERNAL, 42);
        nat.inside().connect(atHost);
        nat.outside().connect(atServer);
    }

    /** The host sends from its port; the packet as it went out. */
    MemorySegment out(TcpFlags flags, int seq, int ack, byte... data) {
        send(flags, seq, ack, data);
        return atServer.one();
    }

    void send(TcpFlags flags, int seq, int ack, byte... data) {
        nat.inside().packet(Packets.tcp(HOST, SERVER, segment(PORT, HTTP, flags, seq, ack, data)));
    }

    /** The external port that a SYN of the host is given. */
    int opened() {
        return Packets.tcp(out(TcpFlags.SYN, 100, 0)).sourcePort();
    }

    /** The server sends to an external port. */
    void answer(int externalPort, TcpFlags flags, int seq, int ack, byte... data) {
        nat.outside().packet(Packets.tcp(SERVER, EXTERNAL, segment(HTTP, externalPort, flags, seq, ack, data)));
    }

    /** The server sends; the segment as it reached the host. */
    TcpSegment in(int externalPort, TcpFlags flags, int seq, int ack, byte... data) {
        answer(externalPort, flags, seq, ack, data);
        return Packets.tcp(atHost.one());
    }

    /** Opens a connection all the way. */
    int established() {
        int port = opened();
        in(port, TcpFlags.SYN_ACK, 500, 101);
        out(TcpFlags.ACK, 101, 501);
        return port;
    }

    void goTo(long instant) {
        timeline.at(instant, () -> {});
        timeline.step();
    }

    long count(Outcome outcome) {
        return nat.tally().of(outcome);
    }
}
