package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.net.Lab.MS;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.Faults.Flips;
import org.ouzel.sim.net.QueueDiscipline.Red;

/** What a seed decides, and what else may. */
class DeterminismTest {
    private static final int COUNT = 3000;

    private static final Faults ROUGH = Faults.NONE
            .withLoss(new Loss.GilbertElliott(0.02, 0.2, 0.001, 0.7))
            .withDuplication(0.05)
            .withReordering(0.05, Duration.ofMillis(5))
            .withCorruption(0.05, Flips.BURST)
            .withTruncation(0.03)
            .withPadding(0.03)
            .withOutages(new Outages(Duration.ofMillis(500), Duration.ofMillis(20)));

    private static final WireSettings BUSY = WireSettings.IDEAL
            .withRate(10_000_000)
            .withDelay(Duration.ofMillis(7))
            .withJitter(Duration.ofMillis(2))
            .withMtu(1400)
            .withQueue(new Red(QueueBound.packets(9), 4, 15, 0.1, 0.1, true))
            .withFaults(ROUGH);

    /** Packets of all sizes at uneven distances, now and then too many for the rate. */
    private static Lab run(WireSettings settings, long seed) {
        Lab lab = new Lab(settings, seed);
        SplittableRandom random = new SplittableRandom(4711);
        long instantNs = 0;
        for (int i = 0; i < COUNT; i++) {
            instantNs += random.nextLong(MS * 12 / 10);
            lab.sendAt(instantNs, Packets.v4(i % 4, i, random.nextInt(1365)));
        }
        lab.run();
        return lab;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatCameInWentOutOrWasDropped(long seed) {
        FaultCounts counts = run(BUSY, seed).wire.counts();
        assertThat(counts.entered() + counts.duplicated())
                .as("seed %d", seed)
                .isEqualTo(counts.left() + counts.dropped());
        assertThat(counts.entered()).isEqualTo(COUNT);
        assertThat(List.of(
                        counts.left(),
                        counts.lost(),
                        counts.overflowed(),
                        counts.shed(),
                        counts.tooLarge(),
                        counts.cut(),
                        counts.marked(),
                        counts.duplicated(),
                        counts.reordered(),
                        counts.corrupted(),
                        counts.truncated(),
                        counts.padded()))
                .as("seed %d: %s", seed, counts)
                .allSatisfy(count -> assertThat(count).isPositive());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsAgreeWithWhatWasSeenAtEveryInstant(long seed) {
        Lab lab = new Lab(BUSY, seed);
        lab.sendEvery(MS / 2, COUNT, 1000);
        while (lab.timeline.step()) {
            FaultCounts counts = lab.wire.counts();
            assertThat(counts.entered() + counts.duplicated())
                    .as("seed %d at %d", seed, lab.timeline.now())
                    .isEqualTo(counts.left() + counts.dropped() + lab.wire.underWay());
        }
        assertThat(lab.trace.events(Trace.LEFT)).hasSize((int) lab.wire.counts().left());
        for (WireDrop why : WireDrop.values()) {
            long seen = lab.trace.events(why.name()).size();
            FaultCounts counts = lab.wire.counts();
            assertThat(seen)
                    .isEqualTo(
                            switch (why) {
                                case LOST -> counts.lost();
                                case OVERFLOWED -> counts.overflowed();
                                case SHED -> counts.shed();
                                case TOO_LARGE -> counts.tooLarge();
                                case CUT -> counts.cut();
                            });
        }
    }

    @Test
    void oneSeedIsOneListOfEvents() {
        Lab one = run(BUSY, 7);
        assertThat(run(BUSY, 7).trace.events()).isEqualTo(one.trace.events());
        assertThat(run(BUSY, 7).wire.counts()).isEqualTo(one.wire.counts());
        assertThat(run(BUSY, 8).trace.events()).isNotEqualTo(one.trace.events());
    }

    /** What a packet's originals go through, by the faults of their draws. */
    private static Map<String, List<Object>> draws(Faults faults) {
        Fates fates = new Fates(BUSY.withFaults(faults), new SplittableRandom(Lab.SEED));
        List<Fate> all = Stream.generate(fates::next).limit(COUNT).toList();
        Map<String, List<Object>> draws = new LinkedHashMap<>();
        draws.put("loss", all.stream().<Object>map(Fate::lost).toList());
        draws.put("duplication", all.stream().<Object>map(Fate::duplicated).toList());
        draws.put("jitter", all.stream().<Object>map(Fate::jitterNs).toList());
        draws.put(
                "reordering",
                all.stream().<Object>map(fate -> fate.original().heldBackNs()).toList());
        for (Class<? extends Damage> kind :
                List.of(Damage.Burst.class, Damage.Truncation.class, Damage.Padding.class)) {
            draws.put(
                    kind.getSimpleName(),
                    all.stream()
                            .<Object>map(fate -> fate.original().damage().stream()
                                    .filter(kind::isInstance)
                                    .toList())
                            .toList());
        }
        return draws;
    }

    @Test
    void oneFaultLeavesTheDrawsOfTheOthersAlone() {
        Map<String, UnaryOperator<Faults>> changes = Map.of(
                "loss", faults -> faults.withLoss(0.9),
                "duplication", faults -> faults.withDuplication(0.9),
                "reordering", faults -> faults.withReordering(0.9, Duration.ofSeconds(1)),
                "Burst", faults -> faults.withCorruption(0.9, Flips.BURST),
                "Truncation", faults -> faults.withTruncation(0.9),
                "Padding", faults -> faults.withPadding(0.9));
        Map<String, List<Object>> before = draws(ROUGH);
        changes.forEach((changed, change) -> {
            Map<String, List<Object>> after = draws(change.apply(ROUGH));
            before.forEach((concern, drawn) -> {
                if (concern.equals(changed)) {
                    assertThat(after.get(concern)).as(changed).isNotEqualTo(drawn);
                } else {
                    assertThat(after.get(concern))
                            .as("%s after %s", concern, changed)
                            .isEqualTo(drawn);
                }
            });
        });
    }

    @Test
    void duplicationLeavesLossesQueueAndTimesOfOthersAlone() {
        Lab without = run(BUSY.withFaults(ROUGH.withDuplication(0)), 7);
        Lab with = run(BUSY.withFaults(ROUGH.withDuplication(1)), 7);
        for (String what : List.of("LOST", "OVERFLOWED", "SHED", "TOO_LARGE")) {
            assertThat(with.trace.events(what)).as(what).isEqualTo(without.trace.events(what));
        }
        assertThat(with.trace.events(Trace.LEFT)).containsAll(without.trace.events(Trace.LEFT));
    }

    @Test
    void lossesLeaveTheTimesOfOthersAlone() {
        Lab without = run(BUSY.withFaults(ROUGH.withLoss(0)), 7);
        Lab with = run(BUSY.withFaults(ROUGH.withLoss(0.5)), 7);
        assertThat(with.wire.counts().lost()).isPositive();
        assertThat(without.trace.events(Trace.LEFT)).containsAll(with.trace.events(Trace.LEFT));
    }

    @Test
    void partitionsLeaveTheFatesOfOthersAlone() {
        WireSettings settings = WireSettings.IDEAL.withFaults(Faults.NONE.withLoss(0.3));
        Lab whole = new Lab(settings);
        Lab cut = new Lab(settings);
        cut.wire.cutAt(100 * MS - 1, Duration.ofMillis(50));
        whole.sendEvery(MS, COUNT, 100);
        cut.sendEvery(MS, COUNT, 100);
        whole.run();
        cut.run();
        assertThat(cut.trace.numbers("CUT")).hasSize(50);
        assertThat(cut.trace.numbers("LOST"))
                .isEqualTo(whole.trace.numbers("LOST").stream()
                        .filter(number -> !cut.trace.numbers("CUT").contains(number))
                        .toList());
    }
}
