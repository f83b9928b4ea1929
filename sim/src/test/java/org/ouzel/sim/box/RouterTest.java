package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ouzel.sim.box.Packets.segment;
import static org.ouzel.sim.box.Packets.tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.wire.IcmpMessage;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.IpHeader;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** What a router does with packets, byte for byte. */
class RouterTest {
    private static final String A = "192.0.2.9";
    private static final String B = "198.51.100.9";
    private static final String A6 = "2001:db8:a::9";
    private static final String B6 = "2001:db8:b::9";

    private final Timeline timeline = new Timeline();
    private final Router router = new Router(timeline, RouterSettings.DEFAULT);
    private final Port left = router.port(1500, "192.0.2.1/24", "2001:db8:a::1/64");
    private final Port right = router.port(1400, "198.51.100.1/24", "2001:db8:b::1/64");
    private final Kept atLeft = new Kept();
    private final Kept atRight = new Kept();

    @BeforeEach
    void connect() {
        left.connect(atLeft);
        right.connect(atRight);
    }

    private static MemorySegment small(String from, String to, int timeToLive) {
        return tcp(
                from, to, new IpFields(0x2e, timeToLive, true, 0), segment(1, 2, TcpFlags.ACK, 3, 4, Packets.data(33)));
    }

    private static MemorySegment sized(String from, String to, int length, boolean dontFragment) {
        int headers = from.contains(":") ? 60 : 40;
        IpFields fields = new IpFields(0, 64, dontFragment, 0x1234);
        return tcp(from, to, fields, segment(1, 2, TcpFlags.ACK, 3, 4, Packets.data(length - headers)));
    }

    @ParameterizedTest
    @CsvSource({A + "," + B, A6 + "," + B6})
    void forwardsWithTheTtlOneLessAndNothingElseChanged(String from, String to) {
        for (int timeToLive = 2; timeToLive <= 255; timeToLive++) {
            left.packet(small(from, to, timeToLive));
            assertThat(Packets.bytes(atRight.one()))
                    .as("TTL %d", timeToLive)
                    .isEqualTo(Packets.bytes(small(from, to, timeToLive - 1)));
        }
        assertThat(router.tally().of(Outcome.PASSED)).isEqualTo(254);
    }

    @ParameterizedTest
    @CsvSource({A + "," + B + ",192.0.2.1,11,0", A6 + "," + B6 + ",2001:db8:a::1,3,1", A + "," + B + ",192.0.2.1,11,1"})
    void tellsThatTheTtlIsSpent(String from, String to, String us, int type, int timeToLive) {
        MemorySegment spent = small(from, to, timeToLive);
        left.packet(Packets.copy(spent));
        MemorySegment error = atLeft.one();
        IpHeader ip = Packets.ip(error);
        assertThat(ip.source()).isEqualTo(IpAddress.parse(us));
        assertThat(ip.destination()).isEqualTo(IpAddress.parse(from));
        IcmpMessage message = Packets.icmp(error);
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.code()).isZero();
        assertThat(message.rest()).isZero();
        assertThat(message.body().toByteArray()).isEqualTo(Packets.bytes(spent));
        assertThat(atRight.isEmpty()).isTrue();
        assertThat(router.tally().of(Outcome.TIME_EXCEEDED)).isEqualTo(1);
        assertThat(router.tally().of(Outcome.ERROR_SENT)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({A + "," + B + ",3,4,548", A6 + "," + B6 + ",2,0,1232"})
    void tellsTheMtuOfTheNextLinkWhenAPacketDoesNotFit(String from, String to, int type, int code, int quoted) {
        left.packet(sized(from, to, 1400, true));
        assertThat(atRight.one().byteSize()).isEqualTo(1400);

        MemorySegment large = sized(from, to, 1401, true);
        left.packet(Packets.copy(large));
        IcmpMessage message = Packets.icmp(atLeft.one());
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.code()).isEqualTo(code);
        assertThat(message.rest()).isEqualTo(1400);
        assertThat(message.body().toByteArray()).isEqualTo(Packets.bytes(large.asSlice(0, quoted)));
        assertThat(atRight.isEmpty()).isTrue();
    }

    @Test
    void anMtuMayChangeInTheMiddle() {
        router.mtu(right, 1280);
        left.packet(sized(A, B, 1281, true));
        assertThat(Packets.icmp(atLeft.one()).rest()).isEqualTo(1280);
        router.mtu(right, 9000);
        left.packet(sized(A, B, 9000, true));
        assertThat(atRight.one().byteSize()).isEqualTo(9000);
        assertThatIllegalArgumentException().isThrownBy(() -> router.mtu(right, 67));
    }

    @Test
    void aBlackHoleSwallowsWhatIsTooBigAndStillTellsOfTheTtl() {
        Router hole = new Router(timeline, RouterSettings.DEFAULT.withBlackHole());
        Port in = hole.port(1500, "192.0.2.1/24");
        hole.port(1400, "198.51.100.1/24").connect(atRight);
        in.connect(atLeft);
        in.packet(sized(A, B, 1401, true));
        assertThat(atLeft.isEmpty()).isTrue();
        assertThat(hole.tally().of(Outcome.TOO_BIG)).isEqualTo(1);
        in.packet(small(A, B, 1));
        assertThat(Packets.icmp(atLeft.one()).type()).isEqualTo(11);
    }

    @ParameterizedTest
    @CsvSource({A + ",203.0.113.7,3", A6 + ",2001:db8:c::1,1"})
    void tellsThatThereIsNoRoute(String from, String nowhere, int type) {
        left.packet(small(from, nowhere, 64));
        IcmpMessage message = Packets.icmp(atLeft.one());
        assertThat(message.type()).isEqualTo(type);
        assertThat(message.code()).isZero();
    }

    @Test
    void takesTheLongestPrefix() {
        Kept atThird = new Kept();
        Port third = router.port(1500, "203.0.113.1/24");
        third.connect(atThird);
        router.route("0.0.0.0/0", right);
        router.route("10.0.0.0/8", third);
        router.route("10.1.0.0/16", right);
        router.route("10.1.2.3/32", third);
        router.route("::/0", third);
        router.route("2001:db8:4::/48", right);
        for (String far : List.of("10.2.0.1", "10.1.2.3", "2001:db9::1")) {
            left.packet(small(far.contains(":") ? A6 : A, far, 64));
            assertThat(Packets.ip(atThird.one()).destination()).hasToString(far);
        }
        for (String far : List.of("11.0.0.1", "10.1.2.4", "2001:db8:4::1")) {
            left.packet(small(far.contains(":") ? A6 : A, far, 64));
            assertThat(Packets.ip(atRight.one()).destination()).hasToString(far);
        }
    }

    @Test
    void aRouteMayBeReplacedAndWithdrawn() {
        router.route("0.0.0.0/0", left);
        router.route("0.0.0.0/0", right);
        left.packet(small(A, "11.0.0.1", 64));
        assertThat(atRight.one()).isNotNull();
        router.withdraw("0.0.0.0/0");
        left.packet(small(A, "11.0.0.1", 64));
        assertThat(Packets.icmp(atLeft.one()).type()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> router.route("0.0.0.0/0", new Port(packet -> {})));
    }

    @ParameterizedTest
    @CsvSource({A + ",192.0.2.1,8,0", A + ",198.51.100.1,8,0", A6 + ",2001:db8:b::1,128,129"})
    void answersAnEcho(String from, String us, int request, int reply) {
        byte[] data = Packets.data(57);
        // A TTL of 1 is enough: it is not forwarded.
        left.packet(Packets.icmp(from, us, new IpFields(0, 1, true, 0), request, 0x1234_0007, data));
        MemorySegment answer = atLeft.one();
        assertThat(Packets.ip(answer).source()).hasToString(us);
        assertThat(Packets.ip(answer).destination()).hasToString(from);
        assertThat(Packets.icmp(answer).type()).isEqualTo(reply);
        assertThat(Packets.icmp(answer).rest()).isEqualTo(0x1234_0007);
        assertThat(Packets.icmp(answer).body().toByteArray()).isEqualTo(data);
        assertThat(router.tally().of(Outcome.ANSWERED)).isEqualTo(1);
    }

    @Test
    void takesNothingElseForItself() {
        left.packet(small(A, "192.0.2.1", 64));
        left.packet(Packets.icmp(A, "192.0.2.1", Packets.FIELDS, 0, 1));
        MemorySegment broken = Packets.icmp(A, "192.0.2.1", Packets.FIELDS, 8, 1, Packets.data(9));
        broken.asByteBuffer().put(30, (byte) 0x77);
        left.packet(broken);
        assertThat(router.tally().of(Outcome.UNWANTED)).isEqualTo(3);
        assertThat(atLeft.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.9,224.0.0.1",
        "192.0.2.9,255.255.255.255",
        "192.0.2.9,198.51.100.255",
        "192.0.2.9,127.0.0.1",
        "192.0.2.9,169.254.3.4",
        "0.0.0.0,198.51.100.9",
        "127.0.0.1,198.51.100.9",
        "224.0.0.1,198.51.100.9",
        "2001:db8:a::9,ff0e::1",
        "fe80::1,2001:db8:b::9",
        "2001:db8:a::9,fe80::1",
        "::1,2001:db8:b::9"
    })
    void dropsWhatMayNotBeForwardedInSilence(String from, String to) {
        left.packet(small(from, to, 1));
        left.packet(small(from, to, 64));
        assertThat(router.tally().of(Outcome.MARTIAN)).isEqualTo(2);
        assertThat(atLeft.isEmpty() && atRight.isEmpty()).isTrue();
    }

    @Test
    void dropsBrokenHeadersInSilence() {
        MemorySegment wrong = small(A, B, 64);
        wrong.asByteBuffer().put(8, (byte) 99);
        left.packet(wrong);
        MemorySegment whole = small(A6, B6, 64);
        for (long length = 0; length < whole.byteSize(); length++) {
            left.packet(whole.asSlice(0, length));
        }
        assertThat(router.tally().of(Outcome.MALFORMED)).isEqualTo(1 + whole.byteSize());
        assertThat(atLeft.isEmpty() && atRight.isEmpty()).isTrue();
    }

    @Test
    void padsOfALinkGoNoFurther() {
        MemorySegment padded = MemorySegment.ofArray(new byte[200]);
        MemorySegment packet = small(A, B, 64);
        padded.copyFrom(packet);
        left.packet(padded);
        assertThat(atRight.one().byteSize()).isEqualTo(packet.byteSize());
    }
}
