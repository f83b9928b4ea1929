package org.ouzel.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.MalformedPacket;
import org.ouzel.core.wire.Payload;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpOptions;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** The peer of one connection of a host, made by hand: it sends only what the test has it send, and options never. */
final class RawPeer implements AutoCloseable {
    static final int PORT = 4000;
    static final int HOST_PORT = 7;
    private static final IpAddress US = IpAddress.parse("198.18.0.2");
    private static final IpAddress HOST = IpAddress.parse("198.18.0.1");
    private static final int FIRST = 0x7fff_fff0;

    /** So long it looks at each of several queues. */
    private static final long LOOK_NS = 50_000;

    final StackHost host;

    /** What every segment offers. */
    int window = 0xffff;

    private final List<MemoryLink> wires;
    private final FrameBatch batch;
    private final Deque<Packet> come = new ArrayDeque<>();
    private int hostPort = HOST_PORT;
    private int sndNxt = FIRST;
    private int rcvNxt;

    /** A packet of the host's. */
    record Packet(IpHeader ip, TcpSegment segment, MemorySegment bytes) {
        String text() {
            return new String(segment.payload().toByteArray(), US_ASCII);
        }

        boolean has(TcpFlags flags) {
            return segment.has(flags);
        }

        /** IPv4's second byte. */
        int typeOfService() {
            return bytes.get(ValueLayout.JAVA_BYTE, 1) & 0xff;
        }

        /** IPv4's DF bit. */
        boolean dontFragment() {
            return (bytes.get(ValueLayout.JAVA_BYTE, 6) & 0x40) != 0;
        }
    }

    RawPeer() {
        this(1 << 20);
    }

    /** The peer of a host with so much memory. */
    RawPeer(long memoryBytes) {
        this(memoryBytes, TwoHosts.LIFETIME);
    }

    /** The peer of a host whose segments live so long. */
    RawPeer(long memoryBytes, Duration maxSegmentLifetime) {
        this(1, host -> host.memory(memoryBytes).maxSegmentLifetime(maxSegmentLifetime));
    }

    /** The peer of a host with so many queues; what it sends goes to the first. */
    RawPeer(int queues, Consumer<StackHost.Builder> how) {
        List<MemoryLink.Wire> ends =
                Stream.generate(() -> MemoryLink.wire(1500)).limit(queues).toList();
        wires = ends.stream().map(MemoryLink.Wire::right).toList();
        batch = FrameBatch.of(wires.getFirst().capabilities());
        StackHost.Builder builder = StackHost.builder()
                .name("host")
                .queues(ends.stream().map(MemoryLink.Wire::left).toList(), "198.18.0.1/24")
                .maxSegmentLifetime(TwoHosts.LIFETIME);
        how.accept(builder);
        host = builder.open();
    }

    /** A stream of the host's, connected to this peer. */
    TcpStream connect(StreamOptions options) throws IOException {
        TcpStream stream = host.newStream(options);
        stream.passiveOpen(HOST_PORT);
        request();
        send(TcpFlags.ACK);
        stream.awaitOpen();
        return stream;
    }

    /** Asks for a connection, and reads the answer. */
    Packet request() throws IOException {
        send(TcpFlags.SYN);
        return next(segment -> segment.has(TcpFlags.SYN_ACK));
    }

    /** Where the host is to call. */
    static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("198.18.0.2"), PORT);
    }

    // ---- Sending

    void send(TcpFlags flags) throws IOException {
        send(flags, "");
    }

    void send(TcpFlags flags, String text) throws IOException {
        send(flags, text, 0);
    }

    void send(TcpFlags flags, String text, int urgentPointer) throws IOException {
        TcpSegment segment = new TcpSegment(
                PORT,
                hostPort,
                sndNxt,
                flags.has(TcpFlags.ACK) ? rcvNxt : 0,
                flags,
                window,
                urgentPointer,
                options(flags),
                Payload.of(text.getBytes(US_ASCII)));
        sndNxt += segment.sequenceLength();
        int length = segment.headerLength() + segment.payload().length();
        IpHeader ip = IpHeader.of(US, HOST, new IpFields(0, 64, true, 0), TcpSegment.PROTOCOL, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.headerLength() + length]);
        ip.write(packet);
        MemorySegment tcp = packet.asSlice(ip.headerLength());
        segment.payload().copyTo(tcp, segment.headerLength());
        segment.writeHeader(tcp, US, HOST);
        wires.getFirst().write(packet, List.of());
    }

    /** What is sent next stands so many bytes later in the stream; or earlier, if that is negative. */
    void skip(int count) {
        sndNxt += count;
    }

    private static TcpOptions options(TcpFlags flags) {
        if (flags.has(TcpFlags.SYN)) {
            return TcpOptions.Handshake.NONE;
        }
        return flags.has(TcpFlags.RST) ? TcpOptions.Reset.NONE : TcpOptions.Transfer.NONE;
    }

    /** Tells that a packet of the host's met an error on its way. */
    void icmp(int type, int code, Packet quoted) throws IOException {
        IcmpMessage message = new IcmpMessage(false, type, code, 0, Payload.of(quoted.bytes()));
        int length = IcmpMessage.HEADER_LENGTH + message.body().length();
        IpHeader ip = IpHeader.of(US, HOST, new IpFields(0, 64, true, 0), IcmpMessage.PROTOCOL_V4, length);
        MemorySegment packet = MemorySegment.ofArray(new byte[ip.headerLength() + length]);
        ip.write(packet);
        MemorySegment icmp = packet.asSlice(ip.headerLength());
        message.body().copyTo(icmp, IcmpMessage.HEADER_LENGTH);
        message.writeHeader(icmp, US, HOST);
        wires.getFirst().write(packet, List.of());
    }

    // ---- Receiving

    /** The next packet. What it carries in order is acknowledged by what is sent from now on. */
    Packet next() throws IOException {
        long end = System.nanoTime() + HostPair.SOON.toNanos();
        while (come.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the host sends nothing");
            }
            read(HostPair.SOON.toNanos());
        }
        Packet packet = come.remove();
        TcpSegment segment = packet.segment();
        hostPort = segment.sourcePort();
        if (segment.has(TcpFlags.SYN)) {
            rcvNxt = segment.seq() + 1;
        } else if (segment.seq() - rcvNxt <= 0) {
            int behind = segment.seq() + segment.sequenceLength();
            rcvNxt = behind - rcvNxt > 0 ? behind : rcvNxt;
        }
        return packet;
    }

    /** The next packet that is such a one; those before it are gone. */
    Packet next(Predicate<TcpSegment> wanted) throws IOException {
        Packet packet = next();
        while (!wanted.test(packet.segment())) {
            packet = next();
        }
        return packet;
    }

    /** The next packet with data. */
    Packet nextText() throws IOException {
        return next(segment -> segment.payload().length() > 0);
    }

    private void read(long timeoutNs) throws IOException {
        for (Link wire : wires) {
            wire.read(batch, wires.size() == 1 ? timeoutNs : LOOK_NS);
            for (int i = 0; i < batch.size(); i++) {
                parse(batch.frame(i).toArray(ValueLayout.JAVA_BYTE));
            }
        }
    }

    private void parse(byte[] bytes) {
        try {
            MemorySegment packet = MemorySegment.ofArray(bytes);
            IpHeader ip = IpHeader.parse(packet);
            TcpSegment segment = TcpSegment.parse(packet.asSlice(ip.headerLength()), ip.source(), ip.destination());
            come.add(new Packet(ip, segment, packet));
        } catch (MalformedPacket malformed) {
            throw new AssertionError("from the host", malformed);
        }
    }

    @Override
    public void close() {
        host.close();
        wires.forEach(Link::close);
    }
}
