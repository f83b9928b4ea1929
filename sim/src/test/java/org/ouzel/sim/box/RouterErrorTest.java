package org.ouzel.sim.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.box.Packets.segment;
import static org.ouzel.sim.box.Packets.tcp;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpFields;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.sim.box.Packets.Kept;
import org.ouzel.sim.net.Timeline;

/** About what a router says nothing, and how often it says something. */
class RouterErrorTest {
    private static final String A = "192.0.2.9";
    private static final String B = "198.51.100.9";
    private static final String A6 = "2001:db8:a::9";
    private static final String B6 = "2001:db8:b::9";
    private static final long SECOND = 1_000_000_000L;
    private static final IpFields SPENT = new IpFields(0, 1, true, 0);

    private final Timeline timeline = new Timeline();
    private final Router router = new Router(timeline, new RouterSettings(false, 10, 5));
    private final Port left = router.port(1500, "192.0.2.1/24", "2001:db8:a::1/64");
    private final Kept atLeft = new Kept();

    @BeforeEach
    void connect() {
        left.connect(atLeft);
        router.port(1500, "198.51.100.1/24", "2001:db8:b::1/64");
    }

    private void spend(int packets) {
        for (int sent = 0; sent < packets; sent++) {
            left.packet(tcp(A, B, SPENT, segment(1, 2, TcpFlags.ACK, 3, 4)));
        }
    }

    private void goTo(long instant) {
        timeline.at(instant, () -> {});
        timeline.step();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 11, 12})
    void noErrorIsAboutAnError(int type) {
        left.packet(Packets.icmp(A, B, SPENT, type, 0, Packets.data(28)));
        assertThat(atLeft.isEmpty()).isTrue();
        assertThat(router.tally().of(Outcome.ERROR_WITHHELD)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 127})
    void noErrorIsAboutAnErrorOfIpv6(int type) {
        left.packet(Packets.icmp(A6, B6, SPENT, type, 0, Packets.data(48)));
        assertThat(atLeft.isEmpty()).isTrue();
    }

    @Test
    void errorsAreAboutEchoes() {
        left.packet(Packets.icmp(A, B, SPENT, 8, 0, Packets.data(28)));
        assertThat(Packets.icmp(atLeft.one()).type()).isEqualTo(11);
        left.packet(Packets.icmp(A6, B6, SPENT, 128, 0, Packets.data(28)));
        assertThat(Packets.icmp(atLeft.one()).type()).isEqualTo(3);
    }

    @Test
    void noErrorIsAboutALaterFragment() {
        MemorySegment fragment = tcp(A, B, SPENT, segment(1, 2, TcpFlags.ACK, 3, 4));
        Packet.read(fragment).orElseThrow().word(6, 3, Packet.V4_CHECKSUM);
        left.packet(fragment);
        assertThat(atLeft.isEmpty()).isTrue();
        assertThat(router.tally().of(Outcome.TIME_EXCEEDED)).isEqualTo(1);
    }

    @Test
    void noErrorGoesWhereThereIsNoWay() {
        left.packet(tcp("203.0.113.5", B, SPENT, segment(1, 2, TcpFlags.ACK, 3, 4)));
        assertThat(atLeft.isEmpty()).isTrue();
        assertThat(router.tally().of(Outcome.ERROR_WITHHELD)).isEqualTo(1);
    }

    @Test
    void errorsAreLimitedAndTheLimitRecovers() {
        spend(20);
        assertThat(atLeft.all()).hasSize(5);
        goTo(SECOND / 10 - 1);
        spend(1);
        assertThat(atLeft.all()).isEmpty();
        goTo(SECOND / 10);
        spend(2);
        assertThat(atLeft.all()).hasSize(1);
        goTo(100 * SECOND);
        spend(20);
        assertThat(atLeft.all()).hasSize(5);
        assertThat(router.tally().of(Outcome.ERROR_SENT)).isEqualTo(11);
        assertThat(router.tally().of(Outcome.ERROR_WITHHELD)).isEqualTo(32);
    }

    @Test
    void aSilentRouterSaysNothingEver() {
        Router silent = new Router(timeline, RouterSettings.SILENT);
        Port port = silent.port(1500, "192.0.2.1/24");
        port.connect(atLeft);
        goTo(Long.MAX_VALUE / 2);
        port.packet(tcp(A, B, Packets.FIELDS, segment(1, 2, TcpFlags.ACK, 3, 4)));
        assertThat(atLeft.isEmpty()).isTrue();
        assertThat(silent.tally().of(Outcome.NO_ROUTE)).isEqualTo(1);
    }
}
