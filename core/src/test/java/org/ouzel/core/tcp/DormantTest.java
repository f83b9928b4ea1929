package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControls;
import org.ouzel.core.wire.TcpSegment;

/** A connection that dozes whenever it can is the same as one that never does, in all that it knows and all that it sends. */
class DormantTest {
    private static final int SEEDS = 6;
    private static final int STEPS = 60;
    private static final TcpHabits OTHERS = TcpHabits.DEFAULT
            .with(TcpHabits.Offering.WHOLE_SEGMENTS)
            .with(new TcpHabits.Answers(
                    TcpHabits.RepeatedRequest.ACKNOWLEDGED,
                    TcpHabits.SoftErrors.ENDURED,
                    false,
                    false,
                    true,
                    500 * Pair.MS))
            .with(new TcpHabits.Sending(
                    TcpHabits.Pushing.BURSTS,
                    TcpHabits.SmallSegments.MINSHALL,
                    TcpHabits.WindowProbes.EMPTY,
                    false,
                    TcpHabits.Unit.BYTES,
                    true))
            .with(new TcpHabits.Timing(TcpHabits.GivingUp.TIMED, 4, 0, true, 0, TcpHabits.Variation.EACH_ROUND_TRIP));

    /** What users choose, and stacks do differently. */
    enum Kind {
        PLAIN,
        ACCURATE_ECN,
        CLASSIC_ECN,
        KEEP_ALIVE,
        WIDE,
        HABITS,
        ANSWERING
    }

    private static TcpSettings settings(Kind kind) {
        TcpSettings usual = Pair.SETTINGS;
        return switch (kind) {
            case PLAIN, ANSWERING -> usual;
            case ACCURATE_ECN -> usual.with(EcnPolicy.REQUEST_ACCURATE);
            case CLASSIC_ECN -> usual.with(EcnPolicy.REQUEST);
            case KEEP_ALIVE -> usual.with(usual.times().withKeepAlive(400 * Pair.MS));
            case WIDE ->
                usual.withReceiveBuffer(new TcpSettings.Buffer(100_000, 4_000_000))
                        .withSendBuffer(new TcpSettings.Buffer(100_000, 4_000_000));
            case HABITS ->
                usual.with(TcpTuning.DEFAULT
                        .with(new TcpTuning.Flow(false, true, TcpTuning.Acknowledging.ADAPTIVE, 0, 0, false))
                        .with(OTHERS));
        };
    }

    private static TcpParameters times(Kind kind) {
        return kind == Kind.ANSWERING ? TcpParameters.DEFAULT.withAnswerWait(40 * Pair.MS) : TcpParameters.DEFAULT;
    }

    static Stream<Arguments> kindsAndSeeds() {
        return Stream.of(Kind.values())
                .flatMap(kind -> IntStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(kind, seed)));
    }

    /** What is done to a block after each event. */
    private interface Afterwards {
        void to(Tcb tcb);
    }

    /** Writes, reads, waits and changes settings at random; returns everything that was sent. */
    private static List<String> talk(Kind kind, long seed, Afterwards afterwards) throws CallRefused {
        CongestionControl.Factory factory = CongestionControls.BUILT_IN.factory(
                List.of("cubic", "newreno", "bbr").get((int) (seed % 3)));
        Supplier<CongestionControl> congestion = () -> factory.create(new Random(seed)::nextLong);
        Pair pair = new Pair(seed, settings(kind), times(kind), congestion);
        Random random = new Random(seed);
        pair.afterwards = afterwards::to;
        pair.faults = new Pair.Faults(0.03 * (seed % 3), 0.02 * (seed % 2), 0.05 * (seed % 4));
        pair.markIf = segment -> segment.payload().length() > 0 && segment.seq() % 7 == 0;
        pair.open();
        for (int i = 0; i < STEPS; i++) {
            step(pair, random.nextBoolean() ? pair.client : pair.server, random);
            pair.run(random.nextInt(10) == 0 ? 3_000 * Pair.MS : random.nextInt(200) * Pair.MS);
        }
        pair.client.close(pair.now);
        pair.run(5_000 * Pair.MS);
        pair.server.close(pair.now);
        pair.run(60_000 * Pair.MS);
        assertThat(pair.client.state()).isEqualTo(State.CLOSED);
        List<String> sent =
                new ArrayList<>(pair.trace.stream().map(DormantTest::line).toList());
        sent.add(pair.client.status(pair.now).toString());
        sent.add(pair.server.status(pair.now).toString());
        return sent;
    }

    private static void step(Pair pair, Tcb tcb, Random random) throws CallRefused {
        MemorySegment data = MemorySegment.ofArray(new byte[1 + random.nextInt(random.nextBoolean() ? 200 : 20_000)]);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> tcb.write(data, random.nextBoolean(), random.nextInt(5) == 0, pair.now);
            case 3, 4 -> tcb.read(MemorySegment.ofArray(new byte[60_000]), pair.now);
            default ->
                tcb.change(tcb.settings()
                        .with(tcb.settings().output().withNagle(random.nextBoolean()))
                        .with(new TcpSettings.UserTimeout(random.nextInt(2) * 900_000L * Pair.MS, true)));
        }
        if (random.nextBoolean()) {
            tcb.read(MemorySegment.ofArray(new byte[60_000]), pair.now);
        }
    }

    private static String line(TcpSegment segment) {
        return segment.seq() + " " + segment.ack() + " " + segment.flags() + " " + segment.window() + " "
                + segment.urgentPointer() + " " + segment.options() + " "
                + segment.payload().length();
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void sendsTheSame(Kind kind, int seed) throws CallRefused {
        int[] dozed = {0};
        List<String> awake = talk(kind, seed, tcb -> {});
        List<String> dozing = talk(kind, seed, tcb -> {
            tcb.doze();
            dozed[0] += tcb.isDormant() ? 1 : 0;
        });
        assertThat(dozing).as("seed %d", seed).isEqualTo(awake);
        assertThat(dozed[0]).as("how often one dozed, seed %d", seed).isPositive();
    }

    private static Object phase(Tcb tcb) {
        return Likeness.field(Likeness.field(tcb, "occupant"), "phase");
    }

    @ParameterizedTest
    @MethodSource("kindsAndSeeds")
    void wakesAsItWas(Kind kind, int seed) throws CallRefused {
        int[] compared = {0};
        talk(kind, seed, tcb -> {
            Object before = phase(tcb);
            tcb.doze();
            if (tcb.isDormant()) {
                tcb.change(tcb.settings());
                compared[0]++;
                assertThat(Likeness.differences(before, phase(tcb)))
                        .as("%s, seed %d", kind, seed)
                        .isEmpty();
            }
        });
        assertThat(compared[0]).as("how often one dozed, seed %d", seed).isPositive();
    }

    @Test
    void tellsItsNameAndItsStateAndItsDeadlineWithoutWaking() throws CallRefused {
        Pair pair = new Pair(1, settings(Kind.KEEP_ALIVE));
        pair.open();
        pair.run(100 * Pair.MS);
        long deadline = pair.client.nextDeadline();
        pair.client.doze();

        assertThat(pair.client.tuple()).contains(pair.name);
        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(pair.client.nextDeadline()).isEqualTo(deadline).isLessThan(Deadline.NONE);
        pair.flush();
        assertThat(pair.client.isDormant()).isTrue();
        assertThat(pair.client.unreadBytes()).isZero();
        assertThat(pair.client.isDormant()).isFalse();
    }

    @Test
    void dozesAfterALossThatWasRepaired() throws CallRefused {
        Pair pair = Pair.established(1);
        boolean[] lost = {false};
        pair.dropIf = segment -> {
            boolean first = segment.payload().length() > 0 && !lost[0];
            lost[0] |= first;
            return first;
        };
        pair.client.write(MemorySegment.ofArray(new byte[100]), true, false, pair.now);
        pair.run(2_000 * Pair.MS);
        assertThat(pair.client.status(pair.now).counters().segmentsRetransmitted())
                .isPositive();

        pair.client.doze();
        assertThat(pair.client.isDormant()).isTrue();
    }

    @Test
    void isNotWokenByAnIcmpErrorOfWhatIsNotInFlight() throws CallRefused {
        Pair pair = Pair.established(1);
        pair.run(100 * Pair.MS);
        pair.client.doze();
        Ending.IcmpReport report = new Ending.IcmpReport(4, 3, 1, 0, Pair.SERVER);

        assertThat(pair.client.onIcmp(report, Ending.Severity.HARD, 12_345)).isFalse();
        assertThat(pair.client.isDormant()).isTrue();
    }

    @Test
    void tellsWhenItWakes() throws CallRefused {
        Pair pair = Pair.established(1);
        pair.run(100 * Pair.MS);
        int[] woken = {0};
        pair.client.keep(() -> woken[0]++);
        pair.client.doze();

        assertThat(pair.client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(woken[0]).isZero();
        assertThat(pair.client.status(pair.now).state()).isEqualTo(State.ESTABLISHED);
        assertThat(woken[0]).isEqualTo(1);
    }

    @Test
    void dozesNotWhileAnythingWaits() throws CallRefused {
        Pair pair = Pair.established(1);
        pair.run(100 * Pair.MS);
        pair.client.write(MemorySegment.ofArray(new byte[100]), true, false, pair.now);
        pair.client.doze();
        assertThat(pair.client.isDormant())
                .as("with data that nobody has acknowledged")
                .isFalse();
        pair.run(100 * Pair.MS);
        pair.server.doze();
        assertThat(pair.server.isDormant()).as("with data that nobody has read").isFalse();
        pair.client.doze();
        assertThat(pair.client.isDormant()).as("with nothing").isTrue();
    }
}
