package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions.SackBlock;
import org.ouzel.core.wire.TcpOptions.Timestamps;
import org.ouzel.core.wire.TcpOptions.Transfer;
import org.ouzel.core.wire.TcpSegment;

/**
 * A node reads each segment into the same object, and what its connections send is made in the same one. Nobody keeps them: what else
 * comes and goes between two events of a connection changes nothing of what it sends.
 */
class LentSegmentsTest {
    private static final int STEPS = 400;

    /** Two connections between two nodes, of which one is followed, and the other uses what is lent in between, if it is to. */
    private static final class Traffic {
        final TwoNodes net = new TwoNodes();
        final Random random;
        final boolean disturbed;
        final List<String> sent = new ArrayList<>();
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        final ByteArrayOutputStream read = new ByteArrayOutputStream();
        final Tcb otherServer;
        final Tcb otherClient;
        final Tcb server;
        final Tcb client;

        Traffic(String address, long seed, boolean disturbed) throws Exception {
            this.random = new Random(seed);
            this.disturbed = disturbed;
            otherServer = net.listen(8);
            otherClient = net.connect(address, 8);
            server = net.listen(7);
            client = net.block();
            net.client.activeOpen(client, FourTuple.to(IpAddress.parse(address), 7), net.now);
        }

        /** The second connection, and strangers, have a turn, in no time. */
        private void disturb() throws CallRefused {
            if (!disturbed) {
                return;
            }
            List<MemorySegment> toServer = taken(net.toServer);
            List<MemorySegment> toClient = taken(net.toClient);
            otherClient.write(MemorySegment.ofArray(new byte[] {1, 2, 3}), true, false, net.now);
            net.client.settle(otherClient, net.now);
            otherServer.write(MemorySegment.ofArray(new byte[] {4, 5}), true, false, net.now);
            net.server.settle(otherServer, net.now);
            carryOthers();
            otherServer.read(MemorySegment.ofArray(new byte[100]), net.now);
            otherClient.read(MemorySegment.ofArray(new byte[100]), net.now);
            stranger("192.0.2.1", "192.0.2.2", net.server);
            stranger("2001:db8::2", "2001:db8::1", net.client);
            net.toServer.clear();
            net.toClient.clear();
            net.toServer.addAll(toServer);
            net.toClient.addAll(toClient);
        }

        private void carryOthers() {
            while (!net.toServer.isEmpty() || !net.toClient.isEmpty()) {
                for (MemorySegment packet : taken(net.toServer)) {
                    net.server.onPacket(0, packet, net.now);
                }
                for (MemorySegment packet : taken(net.toClient)) {
                    net.client.onPacket(0, packet, net.now);
                }
            }
        }

        private static List<MemorySegment> taken(Deque<MemorySegment> wire) {
            List<MemorySegment> packets = new ArrayList<>(wire);
            wire.clear();
            return packets;
        }

        private void stranger(String from, String to, Node node) {
            Transfer options = Transfer.of(new Timestamps(-1, -2)).with(List.of(new SackBlock(-3, -4)));
            TcpSegment segment = new TcpSegment(
                    999, 998, -5, -6, TcpFlags.ACK.with(TcpFlags.URG), 1, 2, options, Payload.of(new byte[777]));
            IpAddress source = IpAddress.parse(from);
            IpAddress destination = IpAddress.parse(to);
            node.onPacket(0, TwoNodes.packet(source, destination, segment), net.now);
        }

        private void step() throws Exception {
            disturb();
            switch (random.nextInt(7)) {
                case 0, 1 -> write(client, net.client);
                case 2 -> write(server, net.server);
                case 3 -> read();
                case 4 -> {
                    net.now += (1 + random.nextInt(30)) * TwoNodes.MS;
                    net.client.onTimer(net.now);
                    net.server.onTimer(net.now);
                }
                default -> carry();
            }
            note();
        }

        private void write(Tcb tcb, Node node) throws Exception {
            byte[] data = new byte[1 + random.nextInt(9_000)];
            random.nextBytes(data);
            if (tcb.state() == State.ESTABLISHED) {
                int taken =
                        tcb.write(MemorySegment.ofArray(data), random.nextBoolean(), random.nextInt(20) == 0, net.now);
                tcb.cutUrgent();
                if (tcb == client) {
                    written.write(data, 0, taken);
                }
                disturb();
                node.settle(tcb, net.now);
            }
        }

        private void read() throws Exception {
            byte[] into = new byte[20_000];
            if (server.unreadBytes() > 0) {
                int count = server.read(MemorySegment.ofArray(into), net.now).count();
                read.write(into, 0, count);
                disturb();
                net.server.settle(server, net.now);
            }
            if (client.unreadBytes() > 0) {
                client.read(MemorySegment.ofArray(into), net.now);
                net.client.settle(client, net.now);
            }
        }

        /** Some of those that are followed are lost: what the others' timers have sent draws no lot. */
        private void carry() throws Exception {
            for (MemorySegment packet : taken(net.toServer)) {
                note();
                if (!isFollowed(packet) || random.nextInt(10) > 0) {
                    net.server.onPacket(0, packet, net.now);
                    disturb();
                }
            }
            for (MemorySegment packet : taken(net.toClient)) {
                note();
                if (!isFollowed(packet) || random.nextInt(10) > 0) {
                    net.client.onPacket(0, packet, net.now);
                    disturb();
                }
            }
        }

        /** Takes note of what is under way. */
        private void note() {
            net.toServer.stream().filter(Traffic::isFollowed).forEach(packet -> sent.add(text(packet)));
            net.toClient.stream().filter(Traffic::isFollowed).forEach(packet -> sent.add(text(packet)));
            sent.add(net.now + " " + client.state() + " " + server.state());
        }

        /** Whether one of its ports is that of the connection that is followed. */
        private static boolean isFollowed(MemorySegment packet) {
            long at = packet.get(ValueLayout.JAVA_BYTE, 0) >>> 4 == 4 ? 20 : 40;
            return packet.get(ValueLayout.JAVA_BYTE, at + 1) == 7 || packet.get(ValueLayout.JAVA_BYTE, at + 3) == 7;
        }

        private static String text(MemorySegment packet) {
            return HexFormat.of().formatHex(packet.toArray(ValueLayout.JAVA_BYTE));
        }

        List<String> run() throws Exception {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            client.abort(net.now);
            disturb();
            net.client.settle(client, net.now);
            note();
            return sent;
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2, 1", "192.0.2.2, 2", "2001:db8::2, 3", "2001:db8::2, 4"})
    void nobodyKeepsThem(String address, long seed) throws Exception {
        Traffic alone = new Traffic(address, seed, false);
        Traffic disturbed = new Traffic(address, seed, true);
        List<String> sent = alone.run();
        assertThat(disturbed.run()).as("seed %d", seed).isEqualTo(sent);
        byte[] read = alone.read.toByteArray();
        assertThat(Arrays.copyOf(alone.written.toByteArray(), read.length))
                .as("seed %d", seed)
                .isEqualTo(read);
    }
}
