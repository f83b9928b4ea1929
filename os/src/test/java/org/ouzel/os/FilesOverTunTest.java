package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.os.OverTun.soon;
import static org.ouzel.os.OverTun.start;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.Received;
import org.ouzel.TcpListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** Files between a stream and the kernel's TCP, both ways, whoever opens. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ParameterizedClass
@EnumSource(OverTun.Device.class)
class FilesOverTunTest {
    private static final int FILE_BYTES = 8 << 20;
    private static final int SMALL_FILE_BYTES = 1 << 20;

    /** How many of the packets a bad link loses, and which of those with data it loses by all means: with offload there are few. */
    private static final double LOST = 0.02;

    private static final int LOST_PACKET = 4;

    /** Of the segments sent, on a link that should lose none. */
    private static final double MOST_RETRANSMITTED = 0.005;

    /** So many segments are in a send buffer of 256 KiB. */
    private static final int WINDOW_SEGMENTS = (256 << 10) / 1448;

    private final OverTun.Device device;
    private OverTun net;

    FilesOverTunTest(OverTun.Device device) {
        this.device = device;
    }

    /** Who opens the connection, and to what. */
    enum Opener {
        OUZEL,
        KERNEL_TO_PASSIVE_OPEN,
        KERNEL_TO_LISTENER
    }

    /** Which file is sent when. */
    enum Order {
        AT_ONCE("at-once"),
        KERNEL_FIRST("send-first"),
        OUZEL_FIRST("receive-first");

        private final String kernelsWord;

        Order(String kernelsWord) {
            this.kernelsWord = kernelsWord;
        }
    }

    /** A stream and the script at its other end. */
    private record Ends(TcpStream stream, Script kernel) {}

    @BeforeEach
    void open() throws IOException {
        net = OverTun.open(device);
    }

    @AfterEach
    void end() throws IOException {
        if (net != null) {
            net.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IPV4, OUZEL, AT_ONCE",
        "IPV4, OUZEL, KERNEL_FIRST",
        "IPV4, OUZEL, OUZEL_FIRST",
        "IPV4, KERNEL_TO_PASSIVE_OPEN, AT_ONCE",
        "IPV4, KERNEL_TO_PASSIVE_OPEN, KERNEL_FIRST",
        "IPV4, KERNEL_TO_PASSIVE_OPEN, OUZEL_FIRST",
        "IPV4, KERNEL_TO_LISTENER, AT_ONCE",
        "IPV6, OUZEL, AT_ONCE",
        "IPV6, KERNEL_TO_PASSIVE_OPEN, KERNEL_FIRST",
        "IPV6, KERNEL_TO_LISTENER, AT_ONCE"
    })
    void carriesFilesBothWays(Family family, Opener opener, Order order) throws Exception {
        TcpStream stream = exchange(family, opener, order, newSeed(), FILE_BYTES);

        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
        requireHardlyAnyRetransmission(stream.status().counters());
        net.awaitNothingHeld();
    }

    /** RFC 9293 MUST-5 and RFC 7323: each option may be missing. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp_timestamps", "tcp_window_scaling", "tcp_sack"})
    void carriesFilesWhereTheKernelLacksAnOption(String option) throws Exception {
        net.namespace().run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/" + option);
        for (Opener opener : new Opener[] {Opener.OUZEL, Opener.KERNEL_TO_PASSIVE_OPEN}) {
            TcpStream stream = exchange(Family.IPV4, opener, Order.AT_ONCE, newSeed(), FILE_BYTES);

            assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
            requireHardlyAnyRetransmission(stream.status().counters());
        }
        net.awaitNothingHeld();
    }

    @ParameterizedTest
    @EnumSource
    void carriesFilesThoughPacketsAreLostBothWays(Family family) throws Exception {
        long seed = newSeed();
        // One for each way: the packets of a way come one after the other.
        Random in = new Random(seed);
        Random out = new Random(~seed);
        AtomicInteger withData = new AtomicInteger();
        net.sieve().withholdIn(packet -> in.nextDouble() < LOST);
        net.sieve()
                .withholdOut(packet ->
                        out.nextDouble() < LOST || (packet.length() > 0 && withData.incrementAndGet() == LOST_PACKET));

        TcpStream stream = exchange(family, Opener.OUZEL, Order.AT_ONCE, seed, SMALL_FILE_BYTES);

        assertThat(stream.status().counters().segmentsRetransmitted())
                .as("seed " + seed)
                .isPositive();
        assertThat(stream.closeReason()).as("seed " + seed).contains(new CloseReason.Graceful());
    }

    private static long newSeed() {
        return new Random().nextLong() & Long.MAX_VALUE;
    }

    /** Sends a file each way, closes, and compares what was sent with what has come. */
    private TcpStream exchange(Family family, Opener opener, Order order, long seed, int fileBytes) throws Exception {
        byte[] file = new byte[fileBytes];
        new Random(seed).nextBytes(file);
        Ends ends = connect(family, opener, order, seed, fileBytes);

        List<CompletableFuture<String>> work = new ArrayList<>();
        if (order == Order.KERNEL_FIRST) {
            work.add(start(() -> receive(ends.stream)));
            soon(work.getFirst());
        }
        work.add(start(() -> send(ends.stream, file)));
        if (order == Order.OUZEL_FIRST) {
            soon(work.getFirst());
        }
        if (order != Order.KERNEL_FIRST) {
            work.add(start(() -> receive(ends.stream)));
        }
        List<String> told = new ArrayList<>();
        for (CompletableFuture<String> done : work) {
            told.add(soon(done));
        }
        assertThat(List.of(ends.kernel.answer(), ends.kernel.answer()))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(told);
        return ends.stream;
    }

    /** Tells what the kernel is to have received. */
    private static String send(TcpStream stream, byte[] file) throws Exception {
        stream.send(ByteBuffer.wrap(file));
        stream.close();
        return "received "
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    /** Tells what the kernel is to have sent. */
    private static String receive(TcpStream stream) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Received received = stream.receive(); !received.isEnd(); received = stream.receive()) {
            digest.update(received.data());
        }
        return "sent " + HexFormat.of().formatHex(digest.digest());
    }

    /**
     * No storm: a part of all segments, and what one burst can cost. On a machine whose processors are busy the kernel drops as
     * much as a window of packets at its socket; each of them has to be sent again, once.
     */
    private static void requireHardlyAnyRetransmission(TcpStatus.Counters counters) {
        assertThat(counters.bytesAcknowledged()).isEqualTo(FILE_BYTES);
        assertThat(counters.segmentsRetransmitted())
                .as(counters.toString())
                .isLessThan(Math.round(counters.segmentsOut() * MOST_RETRANSMITTED) + WINDOW_SEGMENTS);
    }

    private Ends connect(Family family, Opener opener, Order order, long seed, int fileBytes) throws Exception {
        if (opener == Opener.OUZEL) {
            Script kernel = kernel("listen", new InetSocketAddress(family.kernel(), 0), order, seed, fileBytes);
            TcpStream stream = net.host().newStream();
            stream.activeOpen(family.kernel(Integer.parseInt(kernel.answer())));
            return new Ends(stream, kernel);
        }
        if (opener == Opener.KERNEL_TO_PASSIVE_OPEN) {
            TcpStream stream = net.host().newStream();
            stream.passiveOpen(PassiveOpen.on(family.ouzel(0)));
            Script kernel = kernel("connect", stream.localAddress().orElseThrow(), order, seed, fileBytes);
            stream.awaitOpen();
            return new Ends(stream, kernel);
        }
        try (TcpListener listener = net.host().listen(family.ouzel(0), 1)) {
            Script kernel = kernel("connect", listener.localAddress(), order, seed, fileBytes);
            return new Ends(listener.accept(OverTun.SOON), kernel);
        }
    }

    private Script kernel(String role, InetSocketAddress address, Order order, long seed, int fileBytes)
            throws IOException {
        return Script.start(
                net.namespace(),
                "files.py",
                role,
                address.getAddress().getHostAddress(),
                Integer.toString(address.getPort()),
                order.kernelsWord,
                Integer.toString(fileBytes),
                Long.toString(seed));
    }
}
