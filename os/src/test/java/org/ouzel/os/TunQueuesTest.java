package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ouzel.os.TunOpenTest.OF_LINKS;
import static org.ouzel.os.TunOpenTest.assertRefused;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.os.OverTun.Device;
import org.ouzel.os.TunException.Reason;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.stack.link.FrameBatch;

/** Several queues of one device, against the kernel, in a network namespace of the test's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TunQueuesTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int PORT = 7007;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** So many that by a hash they do not all come in on the same queue. */
    private static final int FLOWS = 100;

    /** How many flows the kernel remembers of a device: MAX_TAP_FLOWS. */
    private static final int REMEMBERED = 4096;

    /** Sends a datagram from the port to the same one of each of a number of addresses. */
    private static final String SEND = """
            import socket, sys
            kernel, port, flows, length = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
            s = socket.socket(socket.AF_INET6 if ':' in kernel else socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((kernel, port))
            for flow in range(flows):
                there = '2001:db8::%x' % (flow + 2) if ':' in kernel else '198.18.0.%d' % (flow + 2)
                s.sendto(b'x' * length, (there, port))
            """;

    private Namespace namespace;
    private TunOptions bare;
    private final List<TunLink> opened = new ArrayList<>();

    @BeforeEach
    void makeNamespace() throws IOException {
        Interop.require();
        namespace = new Namespace();
        bare = TunOptions.of("ouzel0").withoutOffload().inNamespace(namespace.name());
    }

    @AfterEach
    void removeNamespace() throws IOException {
        opened.forEach(TunLink::close);
        if (namespace != null) {
            namespace.close();
        }
    }

    private TunOptions options(Device device) {
        TunOptions named = TunOptions.of("ouzel0").inNamespace(namespace.name());
        return (device == Device.OFFLOAD ? named : named.withoutOffload())
                .withHostSide("198.18.0.1/15")
                .withHostSide("2001:db8::1/64");
    }

    private List<TunLink> open(TunOptions options, int count) throws IOException {
        List<TunLink> queues = TunLink.openQueues(options, count);
        opened.addAll(queues);
        return queues;
    }

    // ---- Flows, each of an address of its own at our end

    private static Set<Integer> all(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static InetAddress address(Family family, int flow) throws UnknownHostException {
        byte[] address = InetAddress.ofLiteral(family.ouzel()).getAddress();
        ByteBuffer last = ByteBuffer.wrap(address);
        last.putShort(address.length - 2, (short) (last.getShort(address.length - 2) + flow));
        return InetAddress.getByAddress(address);
    }

    /** Writes a request for a connection of each flow, which the kernel answers at once. */
    private static void request(TunLink queue, Family family, int flows) throws IOException {
        for (int flow = 0; flow < flows; flow++) {
            byte[] packet = TestPackets.syn(address(family, flow), InetAddress.ofLiteral(family.kernel()), PORT);
            assertThat(queue.write(MemorySegment.ofArray(packet), List.of())).isTrue();
        }
    }

    /** The same until all have been answered: for a while after a device has been set up the kernel takes nothing of IPv6. */
    private static void requestUntilAnswered(TunLink queue, Family family, List<TunLink> queues) throws IOException {
        Set<Integer> answered = new TreeSet<>();
        while (answered.size() < FLOWS) {
            request(queue, family, FLOWS);
            for (TunLink each : queues) {
                answered.addAll(taken(each, TCP));
            }
        }
    }

    private static void send(TunLink queue, Family family, int flows, String text) throws IOException {
        for (int flow = 0; flow < flows; flow++) {
            byte[] packet = TestPackets.udp(
                    address(family, flow),
                    InetAddress.ofLiteral(family.kernel()),
                    PORT,
                    text.getBytes(StandardCharsets.UTF_8));
            assertThat(queue.write(MemorySegment.ofArray(packet), List.of())).isTrue();
        }
    }

    /** The flows of a protocol of which packets lie in a queue, which are there no more then. */
    private static Set<Integer> taken(TunLink queue, int protocol) throws IOException {
        Set<Integer> flows = new TreeSet<>();
        FrameBatch batch = FrameBatch.of(queue.capabilities());
        while (queue.read(batch, 0) && batch.size() > 0) {
            for (int i = 0; i < batch.size(); i++) {
                addFlow(batch.frame(i).asByteBuffer(), protocol, flows);
            }
        }
        return flows;
    }

    private static void addFlow(ByteBuffer packet, int protocol, Set<Integer> flows) {
        boolean ipv4 = packet.get(0) >> 4 == 4;
        if (packet.get(ipv4 ? 9 : 6) == protocol) {
            flows.add(packet.getShort(ipv4 ? 18 : 38) - 2);
        }
    }

    /** Has the kernel send a datagram of each flow, which then lie in the queues. */
    private void haveSent(Family family, int length) throws IOException {
        namespace.run(
                "python3",
                "-c",
                SEND,
                family.kernel(),
                Integer.toString(PORT),
                Integer.toString(FLOWS),
                Integer.toString(length));
    }

    // ---- What the queues do

    @ParameterizedTest
    @CsvSource({"IPV4, PLAIN", "IPV6, PLAIN", "IPV4, OFFLOAD", "IPV6, OFFLOAD"})
    void everyQueueReadsAndNoPacketComesTwice(Family family, Device device) throws IOException {
        List<TunLink> queues = open(options(device), 2);
        requestUntilAnswered(queues.get(0), family, queues);
        haveSent(family, 1);

        Set<Integer> first = taken(queues.get(0), UDP);
        Set<Integer> second = taken(queues.get(1), UDP);
        assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
        assertThat(second).isNotEmpty();
        first.addAll(second);
        assertThat(first).isEqualTo(all(FLOWS));
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void everyQueueTellsWhetherChecksumsHaveBeenMade(Device device) throws IOException {
        List<TunLink> queues = open(options(device), 2);
        haveSent(Family.IPV4, 1);

        for (TunLink queue : queues) {
            FrameBatch batch = FrameBatch.of(queue.capabilities());
            int datagrams = 0;
            while (queue.read(batch, 0) && batch.size() > 0) {
                for (int i = 0; i < batch.size(); i++) {
                    if (TestPackets.parse(batch.frame(i).asByteBuffer(), PORT).isPresent()) {
                        assertThat(batch.isChecked(i)).isEqualTo(device == Device.OFFLOAD);
                        datagrams++;
                    }
                }
            }
            assertThat(datagrams).isPositive();
            assertThat(queue.capabilities().segmentation()).isEqualTo(device == Device.OFFLOAD);
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void whatIsWrittenOnAnyQueueReachesTheKernel(Device device) throws IOException {
        List<TunLink> queues = open(options(device), 2);
        Process python = namespace.start("python3", "-uc", """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(('198.18.0.1', 7007))
                print('ready')
                for i in range(2):
                    data, peer = s.recvfrom(2000)
                    print(peer[0], data.decode())
                """);
        BufferedReader output = python.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).isEqualTo("ready");

        for (TunLink queue : queues) {
            send(queue, Family.IPV4, 1, "on " + queue.name());
        }

        assertThat(output.readLine()).isEqualTo("198.18.0.2 on ouzel0");
        assertThat(output.readLine()).isEqualTo("198.18.0.2 on ouzel0 queue 1");
    }

    @Test
    void whatIsToBeWrittenLaterWaitsInItsOwnQueue() throws IOException {
        List<TunLink> queues = open(options(Device.OFFLOAD), 2);
        Runnable goOn = queues.get(0).deferWrites().orElseThrow();

        send(queues.get(0), Family.IPV4, 3, "later");
        send(queues.get(1), Family.IPV4, 1, "now");
        assertThat(received()).isEqualTo(1);
        goOn.run();
        assertThat(received()).isEqualTo(4);
    }

    /** How many packets the kernel has had from the device. */
    private int received() throws IOException {
        return Integer.parseInt(namespace
                .run("cat", "/sys/class/net/ouzel0/statistics/rx_packets")
                .strip());
    }

    @Test
    void aWakeUpWakesTheReaderOfItsOwnQueue() throws IOException {
        // Down, so that nothing comes.
        List<TunLink> queues = open(bare, 2);
        FrameBatch batch = FrameBatch.of(queues.get(0).capabilities());
        queues.get(0).waker().orElseThrow().run();

        long start = System.nanoTime();
        assertThat(queues.get(1).read(batch, SECOND_NS / 50)).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SECOND_NS / 50);
        assertThat(queues.get(0).read(batch, Long.MAX_VALUE)).isTrue();
        assertThat(batch.size()).isZero();
    }

    // ---- Which flow comes in where

    @ParameterizedTest
    @CsvSource({"IPV4, PLAIN", "IPV6, PLAIN", "IPV4, OFFLOAD", "IPV6, OFFLOAD"})
    void aFlowComesInOnTheQueueOnWhichItWasLastWritten(Family family, Device device) throws IOException {
        List<TunLink> queues = open(options(device), 3);
        for (TunLink queue : queues) {
            requestUntilAnswered(queue, family, queues);

            request(queue, family, FLOWS);

            for (TunLink each : queues) {
                assertThat(taken(each, TCP)).isEqualTo(all(each == queue ? FLOWS : 0));
            }
        }
    }

    /** The kernel answers before it notes where the question came from. */
    @Test
    void theAnswerToTheFirstPacketOfAFlowComesInAsIfNothingHadBeenWritten() throws IOException {
        List<TunLink> queues = open(options(Device.OFFLOAD), 2);
        request(queues.get(0), Family.IPV4, FLOWS);

        assertThat(taken(queues.get(0), TCP)).isNotEmpty();
        assertThat(taken(queues.get(1), TCP)).isNotEmpty();
    }

    @Test
    void fragmentsDoNotFollowTheirFlow() throws IOException {
        List<TunLink> queues = open(options(Device.PLAIN), 2);
        send(queues.get(0), Family.IPV4, FLOWS, "here");

        haveSent(Family.IPV4, 2000);

        assertThat(taken(queues.get(1), UDP)).isNotEmpty();
    }

    @Test
    void theKernelRemembersNoMoreThanItsNumberOfFlows() throws IOException {
        List<TunLink> queues = open(options(Device.PLAIN), 2);
        // The answers that wait are as many as a queue holds.
        int flows = REMEMBERED + FLOWS;
        for (int round = 0; round < 2; round++) {
            taken(queues.get(0), TCP);
            taken(queues.get(1), TCP);
            request(queues.get(0), Family.IPV4, flows);
        }

        assertThat(taken(queues.get(1), TCP)).isNotEmpty().hasSizeLessThanOrEqualTo(FLOWS);
    }

    @Test
    void aFlowThatIsNotWrittenForSecondsIsForgotten() throws IOException {
        List<TunLink> queues = open(options(Device.PLAIN), 2);
        send(queues.get(0), Family.IPV4, FLOWS, "once");

        Set<Integer> elsewhere = new TreeSet<>();
        while (elsewhere.isEmpty()) {
            haveSent(Family.IPV4, 1);
            taken(queues.get(0), UDP);
            elsewhere = taken(queues.get(1), UDP);
        }
        assertThat(elsewhere).hasSizeLessThan(FLOWS);
    }

    // ---- Their end

    @Test
    void closingAQueueLeavesTheOthersAtWork() throws Exception {
        List<TunLink> queues = open(options(Device.OFFLOAD), 3);
        TunLink first = queues.get(0);
        TunLink middle = queues.get(1);
        TunLink last = queues.get(2);
        request(middle, Family.IPV4, FLOWS);
        CompletableFuture<Boolean> reader = OverTun.startCall(() -> readToTheEnd(middle));

        middle.close();

        OverTun.soon(reader);
        byte[] lost = TestPackets.syn(address(Family.IPV4, 0), InetAddress.ofLiteral("198.18.0.1"), PORT);
        assertThat(middle.write(MemorySegment.ofArray(lost), List.of())).isFalse();
        taken(first, TCP);
        taken(last, TCP);
        haveSent(Family.IPV4, 1);
        Set<Integer> rest = taken(first, UDP);
        rest.addAll(taken(last, UDP));
        assertThat(rest).isEqualTo(all(FLOWS));
        for (TunLink queue : List.of(first, last)) {
            request(queue, Family.IPV4, FLOWS);
            taken(queue, TCP);
            request(queue, Family.IPV4, FLOWS);
            assertThat(taken(queue, TCP)).isEqualTo(all(FLOWS));
        }
    }

    private static void readToTheEnd(TunLink queue) throws IOException {
        FrameBatch batch = FrameBatch.of(queue.capabilities());
        boolean open = true;
        while (open) {
            open = queue.read(batch, Long.MAX_VALUE);
        }
    }

    @Test
    void theDeviceGoesWithTheLastOfItsQueues() throws IOException {
        List<TunLink> queues = open(options(Device.OFFLOAD), 3);
        for (TunLink queue : queues) {
            assertThat(namespace.run("ip", "link")).contains("ouzel0");
            queue.close();
        }
        assertThat(namespace.run("ip", "link")).doesNotContain("ouzel0");
    }

    @Test
    void attachesToADeviceOfTheAdministratorAndLeavesItThere() throws IOException {
        namespace.run("ip", "tuntap", "add", "dev", "ouzel0", "mode", "tun", "multi_queue");
        namespace.run("ip", "link", "set", "ouzel0", "mtu", "1333", "up");

        for (int round = 0; round < 2; round++) {
            List<TunLink> queues = open(bare, 2);
            assertThat(queues).allMatch(queue -> queue.capabilities().mtu() == 1333);
            queues.forEach(TunLink::close);
        }
        assertThat(namespace.run("ip", "link")).contains("ouzel0");
    }

    // ---- How they are opened

    @Test
    void oneQueueIsThePlainDevice() throws IOException {
        List<TunLink> queues = open(options(Device.OFFLOAD), 1);

        assertThat(queues).hasSize(1);
        assertThat(queues.getFirst().name()).isEqualTo("ouzel0");
        assertThat(namespace.run("ip", "tuntap", "list")).doesNotContain("multi_queue");
        assertRefused(() -> TunLink.open(bare), Reason.BUSY, "it takes one at a time");
    }

    @Test
    void configuresTheKernelsSideOnce() throws IOException {
        List<TunLink> queues = open(options(Device.OFFLOAD).withMtu(1400), 4);

        assertThat(queues)
                .extracting(TunLink::name)
                .containsExactly("ouzel0", "ouzel0 queue 1", "ouzel0 queue 2", "ouzel0 queue 3");
        assertThat(queues).allMatch(queue -> queue.capabilities().mtu() == 1400);
        assertThat(namespace.run("ip", "address", "show", "ouzel0"))
                .containsOnlyOnce("198.18.0.1/15")
                .containsOnlyOnce("2001:db8::1/64");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, TunLink.MAX_QUEUES + 1})
    void refusesNumbersOfQueuesThatTheKernelDoesNotHave(int queues) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TunLink.openQueues(bare, queues))
                .withMessageContaining("1 to 256");
    }

    @Test
    void tellsThatADeviceHasTheOtherNumberOfQueues() throws IOException {
        namespace.run("ip", "tuntap", "add", "dev", "ouzel0", "mode", "tun");
        namespace.run("ip", "tuntap", "add", "dev", "ouzel1", "mode", "tun", "multi_queue");
        TunOptions several = TunOptions.of("ouzel1").inNamespace(namespace.name());

        assertRefused(
                () -> TunLink.openQueues(bare, 2), Reason.UNSUITABLE, "tuntap add dev ouzel0 mode tun multi_queue");
        assertRefused(() -> TunLink.open(several), Reason.UNSUITABLE, "not a TUN device with one queue");
    }

    /** The kernel would let it join, and give it packets of the other kind. */
    @ParameterizedTest
    @EnumSource(Device.class)
    void tellsThatOthersHaveTheDeviceOpenOtherwise(Device device) throws IOException {
        open(options(device), 2);
        Device other = device == Device.PLAIN ? Device.OFFLOAD : Device.PLAIN;

        assertRefused(() -> TunLink.openQueues(options(other), 2), Reason.BUSY, "ouzel0 is in use");
    }

    @Test
    void aFailureInTheMiddleLeavesNothingOpen() throws IOException {
        open(bare, TunLink.MAX_QUEUES - 2);
        TunOptions missing = bare.inNamespace("ouzel-none");
        TunOptions narrow =
                TunOptions.of("ouzel1").inNamespace(namespace.name()).withHostSide("2001:db8::1/64");
        namespace.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
        Set<String> before = OF_LINKS.numbers();

        for (int i = 0; i < 10; i++) {
            assertRefused(() -> TunLink.openQueues(bare, 3), Reason.BUSY, "256");
            assertRefused(() -> TunLink.openQueues(missing, 3), Reason.NO_NAMESPACE, "ouzel-none");
            assertRefused(() -> TunLink.openQueues(narrow, 3), Reason.NOT_CONFIGURABLE, "IPv6 is switched off");
        }

        OF_LINKS.awaitNoneBut(before, "what links and their opening have open");
        assertThat(open(bare, 2)).hasSize(2);
        assertThat(namespace.run("ip", "link")).doesNotContain("ouzel1");
    }
}
