package org.ouzel.bench.idle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ouzel.Host;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Link;
import org.ouzel.stack.link.MemoryLink;

/** Two hosts over a link in memory, and connections between them, on which nobody speaks unless told to. For use by one thread. */
final class Crowd {
    private static final int MTU = 1500;
    private static final int FIRST_PORT = 7001;

    /** A client has some 32,000 ports for each of them, and looks for a free one the longer the fewer there are. */
    private static final int MOST_OF_A_PORT = 8_000;

    /** A host looks after those to which nothing has happened for a second, */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** and does so while something happens to others. So much of a processor's time is enough for some. */
    private static final long OTHERS_NS = 500_000_000;

    private static final InetAddress SERVER = InetAddress.ofLiteral("198.18.0.2");
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT.withNagle(false);

    private final Host client;
    private final Host server;
    private final List<Pair> pairs = new ArrayList<>();

    /** Both ends of a connection. */
    record Pair(TcpStream near, TcpStream far) {}

    /** No connection. */
    Crowd() {
        MemoryLink.Wire wire = MemoryLink.wire(MTU);
        client = host(wire.left(), "198.18.0.1/24");
        server = host(wire.right(), "198.18.0.2/24");
    }

    private static Host host(Link link, String address) {
        return StackHost.builder().name("idle").link(link, address).open();
    }

    /**
     * Opens so many more, one at a time.
     *
     * @return how many were opened a second
     * @throws IOException if a host has refused one, or lost it
     */
    double open(int count) throws IOException {
        long began = System.nanoTime();
        int all = pairs.size() + count;
        int ports = Math.ceilDiv(all, MOST_OF_A_PORT);
        for (int port = 0; port < ports; port++) {
            try {
                int upToHere = (int) ((port + 1L) * all / ports);
                open(new InetSocketAddress(SERVER, FIRST_PORT + port), upToHere - pairs.size());
            } catch (IOException refused) {
                throw new IOException("of " + all + " connections " + pairs.size() + " are open", refused);
            }
        }
        return count * 1e9 / (System.nanoTime() - began);
    }

    private void open(InetSocketAddress at, int count) throws IOException {
        try (TcpListener listener = server.listen(at, 1, OPTIONS)) {
            for (int i = 0; i < count; i++) {
                TcpStream near = client.newStream(OPTIONS);
                near.activeOpen(at);
                TcpStream far = listener.accept();
                if (!Objects.equals(far.remoteAddress(), near.localAddress())) {
                    throw new IOException(near.localAddress() + " was accepted as " + far.remoteAddress());
                }
                pairs.add(new Pair(near, far));
            }
        }
    }

    /** Lets those come to rest that were opened last. */
    void rest() throws IOException {
        double _ = Processor.loadDuring(QUIET);
        double _ = Traffic.roundTripNs(middle(), OTHERS_NS);
    }

    int connections() {
        return pairs.size();
    }

    /** The one on which is spoken. */
    Pair middle() {
        return pairs.get(pairs.size() / 2);
    }

    /** Has so many of them, spread over all, carry a byte each way. */
    void check(int sample) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(1);
        for (int i = 0; i < sample; i++) {
            Pair pair = pairs.get((int) ((long) i * pairs.size() / sample));
            carry((byte) i, pair.near(), pair.far(), data);
            carry((byte) ~i, pair.far(), pair.near(), data);
        }
    }

    private static void carry(byte octet, TcpStream from, TcpStream to, ByteBuffer data) throws IOException {
        Traffic.send(from, data.clear().put(octet).flip());
        Traffic.receive(to, data.clear());
        if (data.get(0) != octet) {
            throw new IOException(to.localAddress() + " has got " + data.get(0) + ", and " + from.localAddress()
                    + " has sent " + octet);
        }
    }
}
