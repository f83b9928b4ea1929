package org.ouzel.cli.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.Timeline;
import org.ouzel.sim.net.Wire;

/** What a link does to packets, in virtual time. */
class WanPointTest {
    private static final long MS = 1_000_000;

    /** How long a full packet takes at 50 Mbit/s. */
    private static final long PACKET_NS = 240_000;

    private record Arrival(long atNs, int number) {}

    /** Sends full packets, each when the one before is on the wire, and tells what arrives. */
    private static List<Arrival> arrivals(WanPoint point, long seed, int packets) {
        Timeline timeline = new Timeline();
        List<Arrival> arrivals = new ArrayList<>();
        Wire wire = new Wire(
                timeline,
                point.wire(),
                seed,
                packet -> arrivals.add(new Arrival(timeline.now(), packet.get(ValueLayout.JAVA_INT, 0))));
        for (int i = 0; i < packets; i++) {
            MemorySegment packet = MemorySegment.ofArray(new int[WanPoint.MTU / Integer.BYTES]);
            packet.set(ValueLayout.JAVA_INT, 0, i);
            timeline.at(i * PACKET_NS, () -> wire.packet(packet));
        }
        while (timeline.step()) {
            // All that is planned happens.
        }
        return arrivals;
    }

    @Test
    void aPacketTakesItsTimeOnTheWireAndHalfARoundTrip() {
        assertThat(arrivals(new WanPoint(0, 100), 1, 1)).containsExactly(new Arrival(PACKET_NS + 50 * MS, 0));
    }

    @Test
    void packetsComeAtTheRateAndFewAreHeldBackForAQuarterOfTheRoundTripAtMost() {
        int packets = 10_000;
        List<Arrival> arrivals = arrivals(new WanPoint(0, 20), 1, packets);
        List<Long> late = arrivals.stream()
                .map(arrival -> arrival.atNs() - ((arrival.number() + 1) * PACKET_NS + 10 * MS))
                .filter(lateNs -> lateNs != 0)
                .toList();
        assertThat(arrivals).hasSize(packets);
        assertThat(late).isNotEmpty().allSatisfy(lateNs -> assertThat(lateNs).isBetween(1L, 5 * MS));
        assertThat((double) late.size() / packets).isCloseTo(0.01, within(0.004));
        assertThat(arrivals)
                .isNotEqualTo(arrivals.stream()
                        .sorted(Comparator.comparingInt(Arrival::number))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void asManyAreLostAsThePointSays(int percent) {
        int packets = 20_000;
        int lost = packets - arrivals(new WanPoint(percent, 5), 7, packets).size();
        assertThat(100.0 * lost / packets).isCloseTo(percent, within(0.4));
    }

    @Test
    void whatFindsABandwidthDelayProductWaitingIsDropped() {
        Timeline timeline = new Timeline();
        List<MemorySegment> arrived = new ArrayList<>();
        Wire wire = new Wire(timeline, new WanPoint(0, 24).wire(), 1, arrived::add);
        for (int i = 0; i < 1000; i++) {
            wire.packet(MemorySegment.ofArray(new int[WanPoint.MTU / Integer.BYTES]));
        }
        while (timeline.step()) {
            // All that is planned happens.
        }
        // 50 Mbit/s for 24 ms are 100 full packets; one more is on the wire.
        assertThat(arrived).hasSize(101);
    }

    @Test
    void theSameSeedDoesTheSame() {
        WanPoint point = new WanPoint(3, 20);
        assertThat(arrivals(point, 5, 1000)).isEqualTo(arrivals(point, 5, 1000)).isNotEqualTo(arrivals(point, 6, 1000));
    }

    @Test
    void theNamesOfThePointsAreRead() {
        assertThat(WanPoint.ALL).hasSize(9).allSatisfy(point -> assertThat(WanPoint.named(point.name()))
                .isEqualTo(point));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "loss1", "loss1.rtt0", "loss100.rtt5", "loss1.rtt99999", "loss1,rtt5", "loss-1.rtt5"})
    void whatNamesNoPointIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> WanPoint.named(name));
    }
}
