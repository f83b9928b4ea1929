package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ouzel.os.TunOpenTest.assertRefused;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.os.TestPackets.Datagram;
import org.ouzel.os.TunException.Reason;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.stack.link.FrameBatch;

/** Against the kernel, in a network namespace of the test's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TunLinkTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int PORT = 7007;

    private Namespace namespace;
    private TunOptions bare;
    private TunOptions options;

    @BeforeEach
    void makeNamespace() throws IOException {
        Interop.require();
        namespace = new Namespace();
        bare = TunOptions.of("ouzel0").withoutOffload().inNamespace(namespace.name());
        options = bare.withMtu(1400).withHostSide("198.18.0.1/24").withHostSide("2001:db8::1/64");
    }

    @AfterEach
    void removeNamespace() throws IOException {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void bringsUpTheDeviceWithItsAddressesRoutesAndMtu() throws IOException {
        try (TunLink link = TunLink.open(options)) {
            assertThat(link.name()).isEqualTo("ouzel0");
            assertThat(link.capabilities().mtu()).isEqualTo(1400);
            assertThat(link.capabilities().segmentation()).isFalse();
            assertThat(namespace.run("ip", "link", "show", "ouzel0")).contains("UP", "mtu 1400");
            assertThat(namespace.run("ip", "address", "show", "ouzel0"))
                    .contains("inet 198.18.0.1/24", "inet6 2001:db8::1/64")
                    .doesNotContain("tentative");
            assertThat(namespace.run("ip", "route")).contains("198.18.0.0/24 dev ouzel0");
            assertThat(namespace.run("ip", "-6", "route")).contains("2001:db8::/64 dev ouzel0");
        }
        assertThat(namespace.run("ip", "link")).doesNotContain("ouzel0");
    }

    @Test
    void takesSeveralAddressesOfEachKind() throws IOException {
        TunOptions more = options.withHostSide("198.18.7.1/30").withHostSide("2001:db8:7::1/128");

        try (TunLink link = TunLink.open(more)) {
            assertThat(namespace.run("ip", "address", "show", link.name()))
                    .contains("198.18.0.1/24", "198.18.7.1/30", "2001:db8::1/64", "2001:db8:7::1/128");
            assertThat(namespace.run("ip", "route")).contains("198.18.0.0/24", "198.18.7.0/30");
        }
    }

    @Test
    void attachesToADeviceOfTheAdministratorAndLeavesItThere() throws IOException {
        namespace.run("ip", "tuntap", "add", "dev", "ouzel0", "mode", "tun");
        namespace.run("ip", "link", "set", "ouzel0", "mtu", "1333", "up");

        try (TunLink link = TunLink.open(bare)) {
            assertThat(link.capabilities().mtu()).isEqualTo(1333);
        }
        try (TunLink link = TunLink.open(options)) {
            assertThat(link.capabilities().mtu()).isEqualTo(1400);
        }
        try (TunLink again = TunLink.open(options)) {
            assertThat(again.capabilities().mtu()).isEqualTo(1400);
        }
        assertThat(namespace.run("ip", "address", "show", "ouzel0"))
                .containsOnlyOnce("198.18.0.1/24")
                .containsOnlyOnce("2001:db8::1/64");
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.1, 198.18.0.2", "2001:db8::1, 2001:db8::2"})
    void readsWhatTheKernelSends(String here, String there) throws IOException {
        try (TunLink link = TunLink.open(options)) {
            long before = System.nanoTime();
            namespace.run("python3", "-c", """
                    import socket, sys
                    family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
                    s = socket.socket(family, socket.SOCK_DGRAM)
                    for i in range(100):
                        s.sendto(b'dip %d' % i, (sys.argv[1], int(sys.argv[2])))
                    """, there, Integer.toString(PORT));

            List<Datagram> datagrams = new ArrayList<>();
            FrameBatch batch = FrameBatch.of(link.capabilities());
            while (datagrams.size() < 100) {
                assertThat(link.read(batch, 10 * SECOND_NS)).isTrue();
                assertThat(batch.size()).isPositive();
                collect(batch, datagrams);
                assertThat(batch.arrivedAtNs(0) - before).isPositive();
            }
            for (int i = 0; i < 100; i++) {
                assertThat(datagrams.get(i)).isEqualTo(new Datagram(InetAddress.ofLiteral(here), PORT, "dip " + i));
            }
        }
    }

    private static void collect(FrameBatch batch, List<Datagram> datagrams) throws IOException {
        for (int i = 0; i < batch.size(); i++) {
            TestPackets.parse(batch.frame(i).asByteBuffer(), PORT).ifPresent(datagrams::add);
        }
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.1, 198.18.0.2", "2001:db8::1, 2001:db8::2"})
    void whatIsWrittenReachesTheKernel(String here, String there) throws IOException {
        try (TunLink link = TunLink.open(options);
                Arena arena = Arena.ofConfined()) {
            Process python = namespace.start("python3", "-uc", """
                    import socket, sys
                    family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
                    s = socket.socket(family, socket.SOCK_DGRAM)
                    s.bind((sys.argv[1], int(sys.argv[2])))
                    print('ready')
                    for i in range(4):
                        data, peer = s.recvfrom(2000)
                        print(peer[0], data.decode())
                    """, here, Integer.toString(PORT));
            BufferedReader output = python.inputReader(StandardCharsets.UTF_8);
            assertThat(output.readLine()).isEqualTo("ready");
            byte[] packet = TestPackets.udp(
                    InetAddress.ofLiteral(there),
                    InetAddress.ofLiteral(here),
                    PORT,
                    "walks on the bed of fast streams".getBytes(StandardCharsets.UTF_8));
            MemorySegment heap = MemorySegment.ofArray(packet);
            MemorySegment memory = arena.allocate(packet.length).copyFrom(heap);

            assertThat(link.write(memory, List.of())).isTrue();
            assertThat(link.write(memory.asSlice(0, 28), List.of(memory.asSlice(28, 9), memory.asSlice(37))))
                    .isTrue();
            assertThat(link.write(heap.asSlice(0, 21), List.of(memory.asSlice(21, 20), heap.asSlice(41))))
                    .isTrue();
            assertThat(link.write(heap, List.of())).isTrue();

            for (int i = 0; i < 4; i++) {
                assertThat(output.readLine()).isEqualTo(there + " walks on the bed of fast streams");
            }
        }
    }

    @Test
    void readGivesNothingWhenTheTimeHasPassed() throws IOException {
        try (TunLink link = TunLink.open(bare)) {
            FrameBatch batch = FrameBatch.of(link.capabilities());
            for (long timeoutNs : new long[] {-1, 0, 1, 999, 20_000_000}) {
                long start = System.nanoTime();
                assertThat(link.read(batch, timeoutNs)).isTrue();
                assertThat(batch.size()).isZero();
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeoutNs);
            }
        }
    }

    @Test
    void closeWakesTheReader() throws Exception {
        for (int round = 0; round < 50; round++) {
            TunLink link = TunLink.open(bare);
            Reader reader = Reader.start(link);
            link.close();
            reader.thread.join();

            assertThat(reader.failure).isEmpty();
            assertThat(link.read(FrameBatch.of(link.capabilities()), Long.MAX_VALUE))
                    .isFalse();
            link.close();
        }
        assertThat(namespace.run("ip", "link")).doesNotContain("ouzel0");
    }

    /** Reads until the link is closed. */
    private static final class Reader {
        private final Thread thread;
        private Optional<IOException> failure = Optional.empty();

        private Reader(TunLink link) {
            FrameBatch batch = FrameBatch.of(link.capabilities());
            this.thread = Thread.ofPlatform().unstarted(() -> run(link, batch));
        }

        static Reader start(TunLink link) {
            Reader reader = new Reader(link);
            reader.thread.start();
            return reader;
        }

        private void run(TunLink link, FrameBatch batch) {
            try {
                boolean open = true;
                while (open) {
                    open = link.read(batch, Long.MAX_VALUE);
                }
            } catch (IOException failed) {
                failure = Optional.of(failed);
            }
        }
    }

    @Test
    void closeDoesNotDisturbAWriter() throws Exception {
        MemorySegment packet = MemorySegment.ofArray(TestPackets.udp(
                InetAddress.ofLiteral("198.18.0.2"), InetAddress.ofLiteral("198.18.0.1"), PORT, new byte[100]));
        for (int round = 0; round < 50; round++) {
            TunLink link = TunLink.open(options);
            Reader reader = Reader.start(link);
            Thread closer = Thread.ofPlatform().start(link::close);
            boolean open = true;
            while (open) {
                open = link.write(packet, List.of());
            }
            closer.join();
            reader.thread.join();
            assertThat(reader.failure).isEmpty();
        }
    }

    @Test
    void losesPacketsWhileTheDeviceIsDown() throws IOException {
        MemorySegment packet = MemorySegment.ofArray(TestPackets.udp(
                InetAddress.ofLiteral("198.18.0.2"), InetAddress.ofLiteral("198.18.0.1"), PORT, new byte[1]));
        try (TunLink link = TunLink.open(options)) {
            FrameBatch batch = FrameBatch.of(link.capabilities());
            namespace.run("ip", "link", "set", "ouzel0", "down");
            assertThat(link.write(packet, List.of())).isFalse();
            while (link.read(batch, 0) && batch.size() > 0) {
                // What the kernel sent of its own accord while the device was up.
                batch.clear();
            }
            namespace.run("ip", "link", "set", "ouzel0", "up");
            assertThat(link.write(packet, List.of())).isTrue();
        }
    }

    @Test
    void whatIsToBeWrittenLaterIsWrittenWhenItIsToGoOnAndALossIsToldThen() throws IOException {
        MemorySegment packet = MemorySegment.ofArray(TestPackets.udp(
                InetAddress.ofLiteral("198.18.0.2"), InetAddress.ofLiteral("198.18.0.1"), PORT, new byte[1]));
        try (TunLink link = TunLink.open(options)) {
            Runnable goOn = link.deferWrites().orElseThrow();
            assertThat(link.write(packet, List.of())).isTrue();
            assertThat(received()).isEqualTo(0);
            goOn.run();
            assertThat(received()).isEqualTo(1);

            namespace.run("ip", "link", "set", "ouzel0", "down");
            assertThat(link.write(packet, List.of())).isTrue();
            goOn.run();
            namespace.run("ip", "link", "set", "ouzel0", "up");
            assertThat(link.write(packet, List.of())).isFalse();
            assertThat(link.write(packet, List.of())).isTrue();
            goOn.run();
            assertThat(received()).isEqualTo(3);

            assertThat(link.write(packet, List.of())).isTrue();
        }
    }

    /** How many packets the kernel has had from the device. */
    private int received() throws IOException {
        return Integer.parseInt(namespace
                .run("cat", "/sys/class/net/ouzel0/statistics/rx_packets")
                .strip());
    }

    @Test
    void ofADeviceThatIsGoneTheNextWriteTells() throws Exception {
        MemorySegment packet = MemorySegment.ofArray(new byte[] {0x45});
        try (TunLink link = TunLink.open(options)) {
            Runnable goOn = link.deferWrites().orElseThrow();
            namespace.run("ip", "link", "del", "ouzel0");
            assertThat(link.write(packet, List.of())).isTrue();
            goOn.run();
            assertRefused(() -> link.write(packet, List.of()), Reason.GONE, "ouzel0 has been removed");
        }
    }

    @Test
    void tellsThatTheDeviceHasBeenRemoved() throws Exception {
        try (TunLink link = TunLink.open(options)) {
            Reader reader = Reader.start(link);
            namespace.run("ip", "link", "del", "ouzel0");
            reader.thread.join();

            assertThat(reader.failure).get().isInstanceOfSatisfying(TunException.class, failed -> assertThat(
                            failed.reason())
                    .isEqualTo(Reason.GONE));
            MemorySegment packet = MemorySegment.ofArray(new byte[] {0x45});
            assertRefused(() -> link.write(packet, List.of()), Reason.GONE, "ouzel0 has been removed");
            assertRefused(
                    () -> link.read(FrameBatch.of(link.capabilities()), 0), Reason.GONE, "ouzel0 has been removed");
        }
    }

    @Test
    void refusesPacketsThatItCannotCarry() throws IOException {
        try (TunLink link = TunLink.open(options)) {
            MemorySegment header = MemorySegment.ofArray(new byte[20]);
            MemorySegment payload = MemorySegment.ofArray(new byte[1381]);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.write(header, List.of(payload)))
                    .withMessageContaining("1401 bytes on a link with an MTU of 1400");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.write(header, List.of(), 536, 0))
                    .withMessageContaining("without offload");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.write(header, List.of()))
                    .withMessageContaining("IP packet");
        }
    }
}
