package org.ouzel.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.sim.net.Lab.MS;
import static org.ouzel.sim.net.Packets.ECT_0;
import static org.ouzel.sim.net.Packets.NOT_ECT;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.sim.net.PacketQueue.Departure;
import org.ouzel.sim.net.QueueControl.Verdict;
import org.ouzel.sim.net.QueueDiscipline.CoDel;

class CoDelTest {
    private static final QueueBound WIDE = QueueBound.packets(1_000_000);
    private static final Fate FATE = new Fates(WireSettings.IDEAL, new SplittableRandom(0)).next();
    private static final Backlog LONG = new Backlog(100, 100_000);

    private final CoDelControl control = new CoDelControl(CoDel.of(WIDE, true));

    private Verdict depart(long atMs, long sojournMs, Backlog behind, boolean capable) {
        Parcel parcel = new Parcel(0, Packets.numbered(0, 1000), FATE, (atMs - sojournMs) * MS);
        return control.onDeparture(parcel, behind, capable, atMs * MS);
    }

    /** The milliseconds of the signals when a packet departs every one of them. */
    private List<Long> signals(long fromMs, long untilMs, long sojournMs, boolean capable) {
        List<Long> signals = new ArrayList<>();
        for (long ms = fromMs; ms < untilMs; ms++) {
            Verdict verdict = depart(ms, sojournMs, LONG, capable);
            while (verdict == Verdict.SHED) {
                signals.add(ms);
                verdict = depart(ms, sojournMs, LONG, capable);
            }
            if (verdict == Verdict.MARK) {
                signals.add(ms);
            }
        }
        return signals;
    }

    /**
     * RFC 8289 §5.5: the first drop after an INTERVAL above TARGET, each further one INTERVAL / sqrt(count) behind the one before:
     * 100, +100, +70.71, +57.74, +50, +44.72, +40.82, +37.80.
     */
    @Test
    void persistentlyLatePacketsAreDroppedAtTheTimesOfTheControlLaw() {
        assertThat(signals(0, 510, 20, false)).containsExactly(100L, 200L, 271L, 329L, 379L, 424L, 464L, 502L);
    }

    @Test
    void thoseThatCanBeMarkedAreMarkedAtTheSameTimes() {
        assertThat(signals(0, 510, 20, true)).containsExactly(100L, 200L, 271L, 329L, 379L, 424L, 464L, 502L);
        assertThat(depart(600, 20, LONG, true)).isEqualTo(Verdict.MARK);
    }

    @Test
    void nothingIsDroppedBelowTheTargetOrWithAnAlmostEmptyQueue() {
        assertThat(signals(0, 1000, 4, false)).isEmpty();
        for (long ms = 1000; ms < 2000; ms++) {
            assertThat(depart(ms, 20, new Backlog(1, 1000), false)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void oneTimelyPacketStartsTheIntervalAnew() {
        assertThat(signals(0, 99, 20, false)).isEmpty();
        assertThat(depart(99, 1, LONG, false)).isEqualTo(Verdict.PASS);
        assertThat(signals(100, 205, 20, false)).containsExactly(200L);
    }

    /** Six drops the last time, one of them to begin with: it goes on with a count of 5, if it is soon. */
    @Test
    void theRateOfTheLastTimeIsTakenUpAgain() {
        assertThat(signals(0, 430, 20, false)).hasSize(6);
        assertThat(depart(430, 1, LONG, false)).isEqualTo(Verdict.PASS);
        assertThat(signals(431, 580, 20, false)).containsExactly(531L, 576L);
    }

    @Test
    void butNotAfterALongTime() {
        assertThat(signals(0, 430, 20, false)).hasSize(6);
        assertThat(depart(430, 1, LONG, false)).isEqualTo(Verdict.PASS);
        assertThat(signals(2500, 2710, 20, false)).containsExactly(2600L, 2700L);
    }

    @Test
    void aWireThatIsTwiceTooSlowShedsFromTheFront() {
        // 1500 bytes take a millisecond, and one comes every half of one.
        Lab lab = new Lab(WireSettings.IDEAL.withRate(12_000_000).withQueue(CoDel.of(WIDE, false)));
        lab.sendEvery(MS / 2, 1000, 1500);
        lab.run();
        // Number n waits n/2 ms: the tenth to go is the first that waits for 5 ms, and 100 ms later number 110 is at
        // the front.
        assertThat(lab.trace.times("SHED").subList(0, 2)).containsExactly(110 * MS, 210 * MS);
        assertThat(lab.trace.numbers("SHED").subList(0, 2)).containsExactly(110L, 211L);
        assertThat(lab.wire.counts().shed()).isGreaterThan(2);
    }

    @Test
    void aWireMarksInPlaceOfDropping() {
        Lab lab = new Lab(WireSettings.IDEAL.withRate(12_000_000).withQueue(CoDel.of(WIDE, true)));
        for (int i = 0; i < 1000; i++) {
            lab.sendAt(i * (MS / 2), Packets.v4(i < 500 ? ECT_0 : NOT_ECT, i, 1460));
        }
        lab.run();
        assertThat(lab.trace.times("SHED").getFirst()).isGreaterThanOrEqualTo(500 * MS);
        assertThat(lab.wire.counts().marked()).isGreaterThan(5);
        assertThat(lab.arrived)
                .allSatisfy(packet -> assertThat(Packets.accepted(packet)).isPresent());
    }

    /** The RFC's own code, over a queue of its own, against ours. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void dropsWhatThePseudoCodeDrops(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CoDel settings = new CoDel(WIDE, Duration.ofMillis(5), Duration.ofMillis(100), false);
        PacketQueue ours = new PacketQueue(WireSettings.IDEAL.withQueue(settings), new SplittableRandom(seed));
        PseudoCode theirs = new PseudoCode();
        long nowNs = 0;
        double load = 1;
        for (int i = 0; i < 200_000; i++) {
            nowNs += random.nextLong(MS);
            load = i % 2000 == 0 ? random.nextDouble(0.5, 1.5) : load;
            if (random.nextDouble() * (1 + load) < load) {
                Parcel parcel = new Parcel(i, Packets.numbered(i, 1000), FATE, nowNs);
                ours.offer(parcel, nowNs);
                theirs.queue.add(parcel);
            } else {
                assertThat(dequeued(ours, nowNs))
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(theirs.dequeue(nowNs));
            }
        }
        assertThat(theirs.drops).as("seed %d", seed).isGreaterThan(20);
    }

    /** The numbers of the packets that leave the queue: all but the last are dropped, and so is the last if that is -1. */
    private static List<Long> dequeued(PacketQueue queue, long nowNs) {
        List<Long> numbers = new ArrayList<>();
        Optional<Departure> next = queue.poll(nowNs);
        while (next.isPresent()) {
            numbers.add(next.get().parcel().number());
            if (!next.get().shed()) {
                return numbers;
            }
            next = queue.poll(nowNs);
        }
        numbers.add(-1L);
        return numbers;
    }

    /** RFC 8289 §5.5 and §5.6, line by line. */
    private static final class PseudoCode {
        private static final long TARGET = 5 * MS;
        private static final long INTERVAL = 100 * MS;
        private static final long MAXPACKET = 1000;

        private final ArrayDeque<Parcel> queue = new ArrayDeque<>();
        private long firstAboveTime;
        private long dropNext;
        private long count;
        private long lastCount;
        private boolean dropping;
        private boolean okToDrop;
        private int drops;

        private long controlLaw(long t) {
            return t + (long) (INTERVAL / Math.sqrt((double) count));
        }

        private Optional<Parcel> doDequeue(long now) {
            Optional<Parcel> packet = Optional.ofNullable(queue.poll());
            okToDrop = false;
            if (packet.isEmpty()) {
                firstAboveTime = 0;
                return packet;
            }
            long sojourn = now - packet.get().enteredNs();
            if (sojourn < TARGET || queue.size() * 1000L <= MAXPACKET) {
                firstAboveTime = 0;
            } else if (firstAboveTime == 0) {
                firstAboveTime = now + INTERVAL;
            } else if (now >= firstAboveTime) {
                okToDrop = true;
            }
            return packet;
        }

        private List<Long> dequeue(long now) {
            List<Long> numbers = new ArrayList<>();
            Optional<Parcel> packet = doDequeue(now);
            packet.ifPresentOrElse(each -> numbers.add(each.number()), () -> numbers.add(-1L));
            if (dropping) {
                if (!okToDrop) {
                    dropping = false;
                }
                while (now >= dropNext && dropping) {
                    drops++;
                    count++;
                    doDequeue(now).ifPresentOrElse(each -> numbers.add(each.number()), () -> numbers.add(-1L));
                    if (!okToDrop) {
                        dropping = false;
                    } else {
                        dropNext = controlLaw(dropNext);
                    }
                }
            } else if (okToDrop) {
                drops++;
                doDequeue(now).ifPresentOrElse(each -> numbers.add(each.number()), () -> numbers.add(-1L));
                dropping = true;
                long delta = count - lastCount;
                count = 1;
                if (delta > 1 && now - dropNext < 16 * INTERVAL) {
                    count = delta;
                }
                dropNext = controlLaw(now);
                lastCount = count;
            }
            return numbers;
        }
    }
}
