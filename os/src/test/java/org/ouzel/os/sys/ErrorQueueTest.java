package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.os.sys.ErrorQueue.Entry;
import org.ouzel.os.sys.ErrorQueue.NetworkError;
import org.ouzel.os.sys.ErrorQueue.Stage;
import org.ouzel.os.sys.ErrorQueue.Timestamp;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorQueueTest {
    /** IP_RECVERR of 32 bytes: EHOSTUNREACH, by ICMP, type 3, code 1; from 192.0.2.1. */
    private static final String ERROR = "3000000000000000" + "00000000" + "0b000000" // of level IPPROTO_IP
            + "71000000" + "02030100" + "dc050000" + "00000000" //
            + "02000000" + "c0000201" + "0000000000000000";

    /** SCM_TIMESTAMPING, with 5 seconds and 6 nanoseconds by software. */
    private static final String TIME = "4000000000000000" + "01000000" + "25000000" //
            + "0500000000000000" + "0600000000000000" + "00".repeat(32);

    /** IPV6_RECVERR: ENOMSG, for a timestamp; acknowledged; byte 0xfffffffe. */
    private static final String ACKNOWLEDGED = "3c00000000000000" + "29000000" + "19000000" //
            + "2a000000" + "04000000" + "02000000" + "feffffff" //
            + "00".repeat(28) + "00".repeat(4);

    private final Caller caller = new Caller();
    private final ErrorQueue queue = new ErrorQueue();

    private static MemorySegment control(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        MemorySegment memory = Arena.ofAuto().allocate(bytes.length, Long.BYTES);
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
        return memory;
    }

    @Test
    void readsAnErrorAndWhoHasToldOfIt() {
        assertThat(ErrorQueue.parse(control(ERROR)))
                .contains(new NetworkError(
                        SocketAbi.SO_EE_ORIGIN_ICMP,
                        3,
                        1,
                        1500,
                        Abi.EHOSTUNREACH,
                        Optional.of(InetAddress.ofLiteral("192.0.2.1"))));
    }

    @Test
    void readsATimestampAndItsTime() {
        assertThat(ErrorQueue.parse(control(TIME + ACKNOWLEDGED)))
                .contains(new Timestamp(Stage.ACKNOWLEDGED, 0xffff_fffeL, Optional.of(Instant.ofEpochSecond(5, 6))));
        assertThat(ErrorQueue.parse(control(ACKNOWLEDGED)))
                .contains(new Timestamp(Stage.ACKNOWLEDGED, 0xffff_fffeL, Optional.empty()));
    }

    @Test
    void tellsOfNothingThatItDoesNotKnow() {
        String zerocopy = ACKNOWLEDGED.replace("2a00000004", "2a00000005");
        String anotherStage = ACKNOWLEDGED.replace("04000000" + "02000000", "04000000" + "03000000");

        assertThat(ErrorQueue.parse(control(zerocopy))).isEmpty();
        assertThat(ErrorQueue.parse(control(anotherStage))).isEmpty();
        assertThat(ErrorQueue.parse(control(TIME))).isEmpty();
    }

    @Test
    void takesEveryTruncation() {
        MemorySegment whole = control(TIME + ACKNOWLEDGED);

        for (int length = 0; length < 64 + 60; length++) {
            assertThat(ErrorQueue.parse(whole.asSlice(0, length)))
                    .as("%d", length)
                    .isEmpty();
        }
        for (int length = 0; length <= 255; length++) {
            MemorySegment wrong = control(ERROR);
            wrong.set(JAVA_BYTE, 0, (byte) length);
            // An error of 16 bytes is whole without an offender.
            assertThat(ErrorQueue.parse(wrong).isPresent()).as("%d", length).isEqualTo(length >= 32 && length <= 48);
        }
    }

    @Test
    void isEmptyAtFirst() throws IOException {
        try (Loopback loopback = new Loopback()) {
            assertThat(queue.next(caller, loopback.client)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1"})
    void tellsWhatThePeerHasAcknowledged(String address) throws IOException {
        try (Loopback loopback = new Loopback(address)) {
            loopback.client.set(
                    caller,
                    IntOption.TIMESTAMPING,
                    SocketAbi.SOF_TIMESTAMPING_TX_ACK
                            | SocketAbi.SOF_TIMESTAMPING_OPT_ID
                            | SocketAbi.SOF_TIMESTAMPING_OPT_TSONLY
                            | SocketAbi.SOF_TIMESTAMPING_SOFTWARE);
            Instant before = Instant.now();

            loopback.client.send(caller, Arena.ofAuto().allocate(10), 0);
            Timestamp first = timestamp(loopback.client);
            loopback.client.send(caller, Arena.ofAuto().allocate(5), 0);
            Timestamp second = timestamp(loopback.client);

            assertThat(first.stage()).isEqualTo(Stage.ACKNOWLEDGED);
            assertThat(first.id()).isEqualTo(9);
            assertThat(first.at()).hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(before));
            assertThat(second.id()).isEqualTo(14);
            assertThat(queue.next(caller, loopback.client)).isEmpty();
        }
    }

    @Test
    void tellsOfTheAcknowledgmentOfOneSendAlone() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.set(caller, IntOption.TIMESTAMPING, SocketAbi.SOF_TIMESTAMPING_OPT_TSONLY);
            loopback.client.send(caller, Arena.ofAuto().allocate(10), 0);
            assertThat(loopback.client.sendStamped(caller, Loopback.bytes(1, 2, 3), 0))
                    .isEqualTo(3);
            assertThat(timestamp(loopback.client).stage()).isEqualTo(Stage.ACKNOWLEDGED);
            assertThat(loopback.client.unsentOrUnacknowledged(caller)).isZero();
            assertThat(loopback.client.error(caller)).isZero();
            loopback.client.send(caller, Arena.ofAuto().allocate(10), 0);
            assertThat(Loopback.receive(caller, loopback.server)).hasSize(23);
            assertThat(queue.next(caller, loopback.client)).isEmpty();
        }
    }

    @Test
    void tellsTheStagesInTheirOrder() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.set(
                    caller,
                    IntOption.TIMESTAMPING,
                    SocketAbi.SOF_TIMESTAMPING_TX_SCHED
                            | SocketAbi.SOF_TIMESTAMPING_TX_SOFTWARE
                            | SocketAbi.SOF_TIMESTAMPING_TX_ACK
                            | SocketAbi.SOF_TIMESTAMPING_OPT_ID
                            | SocketAbi.SOF_TIMESTAMPING_SOFTWARE);

            loopback.client.send(caller, Arena.ofAuto().allocate(1), 0);

            assertThat(timestamp(loopback.client).stage()).isEqualTo(Stage.SCHEDULED);
            assertThat(timestamp(loopback.client).stage()).isEqualTo(Stage.SENT);
            assertThat(timestamp(loopback.client).stage()).isEqualTo(Stage.ACKNOWLEDGED);
        }
    }

    private Timestamp timestamp(SocketHandle socket) throws IOException {
        return (Timestamp) next(socket);
    }

    private Entry next(SocketHandle socket) throws IOException {
        Loopback.await(caller, socket, 0);
        return queue.next(caller, socket).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "198.19.0.1, IP_RECEIVE_ERRORS, 198.18.0.2, 2, 3, 1",
        "2001:db8:1::1, IPV6_RECEIVE_ERRORS, 2001:db8::2, 3, 1, 0"
    })
    void tellsWhichRouterRefusesAConnection(
            String peer, IntOption option, String router, int origin, int type, int code) throws Exception {
        Interop.require();
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(peer), 80);
        try (Namespace near = new Namespace();
                Namespace far = new Namespace()) {
            connect(near, far);
            try (SocketHandle socket = open(near, SocketAddresses.family(address.getAddress()))) {
                socket.set(caller, option, 1);

                assertThat(socket.connect(caller, address)).isEqualTo(-Abi.EINPROGRESS);

                assertThat(next(socket))
                        .isEqualTo(new NetworkError(
                                origin,
                                type,
                                code,
                                0,
                                origin == SocketAbi.SO_EE_ORIGIN_ICMP ? Abi.EHOSTUNREACH : Abi.ENETUNREACH,
                                Optional.of(InetAddress.ofLiteral(router))));
            }
        }
    }

    /** Makes the far one the router of the near one, that knows no way further. */
    private static void connect(Namespace near, Namespace far) throws IOException {
        near.run("ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", far.name());
        near.run("ip", "address", "add", "198.18.0.1/24", "dev", "wire");
        near.run("ip", "address", "add", "2001:db8::1/64", "dev", "wire", "nodad");
        far.run("ip", "address", "add", "198.18.0.2/24", "dev", "wire");
        far.run("ip", "address", "add", "2001:db8::2/64", "dev", "wire", "nodad");
        far.run("sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding");
        far.run("ip", "route", "add", "unreachable", "198.19.0.0/16");
        far.run("ip", "route", "add", "unreachable", "2001:db8:1::/48");
        far.run("ip", "link", "set", "wire", "up");
        near.run("ip", "link", "set", "wire", "up");
        near.run("ip", "route", "add", "198.19.0.0/16", "via", "198.18.0.2");
        near.run("ip", "route", "add", "2001:db8:1::/48", "via", "2001:db8::2");
    }

    /** A socket stays in the namespace that it was made in, and the thread that makes it here ends. */
    private SocketHandle open(Namespace namespace, int family) throws Exception {
        FutureTask<SocketHandle> task = new FutureTask<>(() -> {
            Linux linux = caller.linux();
            int entered = ErrnoException.check("open", linux.open("/run/netns/" + namespace.name(), Abi.O_RDONLY));
            try (Descriptor descriptor = new Descriptor(linux, entered)) {
                ErrnoException.check("setns", linux.setns(descriptor.number(), Abi.CLONE_NEWNET));
                return SocketHandle.open(caller, family);
            }
        });
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
