package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.DeliverySampler.Snapshot;
import org.ouzel.core.tcp.Transmission.Fate;

/** RFC 6675 §3 and §4: what is held, what is lost, what is in flight. */
class ScoreboardTest {
    private static final Snapshot NOTHING = new Snapshot(0, 0, 0, false, 0, 0);

    private final Scoreboard scoreboard = new Scoreboard(new Spares());

    private void send(int segments, long bytes) {
        for (int i = 0; i < segments; i++) {
            scoreboard.send(bytes, (int) bytes, 0, NOTHING);
        }
    }

    private long sack(long from, long to) {
        Delivery delivery = new Delivery();
        scoreboard.sack(from, to, delivery);
        return delivery.bytes();
    }

    private long acknowledge(long position) {
        Delivery delivery = new Delivery();
        scoreboard.acknowledge(position, delivery);
        return delivery.bytes();
    }

    // ---- Examples

    // RFC 6675 §4, Update: "the total number of octets SACKed should be recorded."
    @Test
    @Tag("6675-3-1")
    @Tag("6675-4-1")
    @Tag("8985-4-2")
    @Tag("2018-5-1")
    void knowsWhatThePeerHolds() {
        send(5, 100);
        assertThat(sack(200, 400)).isEqualTo(200);
        assertThat(scoreboard.sackedBytes()).isEqualTo(200);
        assertThat(scoreboard.sackedSegments()).isEqualTo(2);
        assertThat(scoreboard.flightBytes()).isEqualTo(300);
        assertThat(scoreboard.outstandingBytes()).isEqualTo(500);
    }

    @Test
    @Tag("6675-4-1")
    void learnsNothingFromABlockThatItHasSeen() {
        send(5, 100);
        sack(200, 300);
        assertThat(sack(200, 400)).isEqualTo(100);
        assertThat(sack(200, 400)).isZero();
        assertThat(acknowledge(400)).isEqualTo(200);
        assertThat(scoreboard.sackedSegments()).isZero();
    }

    // RFC 6675 §4, SetPipe: what is neither SACKed nor lost is in transit, and what was sent again is too.
    @Test
    @Tag("6675-4-3")
    @Tag("6675-5-10")
    @Tag("9937-6.2-5")
    void countsAsInFlightWhatIsNeitherHeldNorLost() {
        send(4, 100);
        sack(300, 400);
        scoreboard.sentFirst().ifPresent(scoreboard::lose);
        scoreboard.sentFirst().ifPresent(scoreboard::lose);
        assertThat(scoreboard.flightBytes()).isEqualTo(100);
        scoreboard.firstLost().ifPresent(lost -> scoreboard.sendAgain(lost, 7, NOTHING));
        assertThat(scoreboard.flightBytes()).isEqualTo(200);
        assertThat(scoreboard.firstLost().map(lost -> lost.from)).contains(100L);
    }

    @Test
    void learnsNothingOfASegmentFromABlockThatCoversAPartOfIt() {
        send(3, 100);
        assertThat(sack(50, 250)).isEqualTo(100);
        assertThat(scoreboard.flightBytes()).isEqualTo(200);
    }

    // RFC 8985 §5.2: Segment.xmit_ts and Segment.retransmitted are those of the last transmission.
    @Test
    @Tag("8985-4-3")
    void knowsWhenASegmentWasSentLast() {
        scoreboard.send(100, 100, 1, NOTHING);
        scoreboard.send(100, 100, 2, NOTHING);
        Transmission first = scoreboard.head().orElseThrow();
        assertThat(first.isRetransmitted()).isFalse();
        scoreboard.lose(first);
        scoreboard.sendAgain(first, 3, NOTHING);
        assertThat(first.sentAt).isEqualTo(3);
        assertThat(first.isRetransmitted()).isTrue();
        assertThat(scoreboard.sentFirst().map(sent -> sent.from)).contains(100L);
    }

    @Test
    void takesMoreWithWhatStandsLast() {
        send(2, 100);
        scoreboard.loseFlight();
        Transmission longer = scoreboard.lengthen(scoreboard.tail().orElseThrow(), 50);
        assertThat(longer.bytes()).isEqualTo(150);
        assertThat(longer.fate).isEqualTo(Fate.LOST);
        assertThat(scoreboard.nxt()).isEqualTo(250);
        assertThat(scoreboard.flightBytes()).isZero();
        assertThat(acknowledge(100)).isEqualTo(100);
        assertThat(scoreboard.firstLost()).contains(longer);
    }

    @Test
    void keepsTheTimeOfSendingInBothPartsOfWhatIsCut() {
        scoreboard.send(300, 300, 5, NOTHING);
        Transmission head = scoreboard.cut(scoreboard.head().orElseThrow(), 100);
        Transmission last = scoreboard.cutLast(scoreboard.tail().orElseThrow(), 50);
        assertThat(head.bytes()).isEqualTo(100);
        assertThat(last.from).isEqualTo(250);
        assertThat(last.sentAt).isEqualTo(5);
        assertThat(scoreboard.flightBytes()).isEqualTo(300);
    }

    // RFC 2018 §8: the receiver may discard what it has reported.
    @Test
    void takesAnAcknowledgmentUpToWhatIsHeldForReneging() {
        send(3, 100);
        sack(100, 200);
        assertThat(scoreboard.isReneged()).isFalse();
        acknowledge(100);
        assertThat(scoreboard.isReneged()).isTrue();
        scoreboard.forgetSacked();
        assertThat(scoreboard.sackedBytes()).isZero();
        assertThat(scoreboard.firstLost().map(lost -> lost.from)).contains(100L);
    }

    /** Each block is larger than the one before, as a receiver tells them: none must cost a walk over what it holds. */
    @Test
    void takesMuchThatComesInReverse() {
        long count = 100_000;
        send((int) count, 1000);
        for (long segment = count - 1; segment > 0; segment--) {
            assertThat(sack(segment * 1000, count * 1000)).isEqualTo(1000);
        }
        assertThat(scoreboard.sackedSegments()).isEqualTo((int) count - 1);
        assertThat(acknowledge(count * 1000)).isEqualTo(1000);
        assertThat(scoreboard.isEmpty()).isTrue();
    }

    @Test
    void takesMuchThatComesWithGaps() {
        long count = 100_000;
        send((int) count, 1000);
        for (long segment = count - 1; segment > 0; segment -= 2) {
            assertThat(sack(segment * 1000, (segment + 1) * 1000)).isEqualTo(1000);
        }
        for (long segment = count - 2; segment > 0; segment -= 2) {
            scoreboard.sentFirst().ifPresent(scoreboard::lose);
        }
        assertThat(scoreboard.sackedBytes()).isEqualTo(count / 2 * 1000);
        assertThat(scoreboard.flightBytes()).isEqualTo(1000);
    }

    /** A peer that says so at each of its acknowledgments must not have all that is outstanding walked over. */
    @Test
    void forgetsAndLosesNothingWithoutAWalkOverTheRest() {
        int count = 100_000;
        send(count, 1000);
        for (int again = 0; again < count; again++) {
            scoreboard.forgetSacked();
        }
        scoreboard.loseFlight();
        for (int again = 0; again < count; again++) {
            scoreboard.loseFlight();
            scoreboard.loseLongerThan(1);
        }
        assertThat(scoreboard.flightBytes()).isZero();
        assertThat(scoreboard.outstandingBytes()).isEqualTo(count * 1000L);
    }

    // ---- Against a naive model

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @Tag("6675-4-1")
    @Tag("6675-4-3")
    @Tag("6675-5-5")
    @Tag("6675-5-9")
    @Tag("6675-5-11")
    void knowsWhatANaiveModelKnows(long seed) {
        Both both = new Both(seed);
        for (int step = 0; step < 1500; step++) {
            String event = both.step(step);
            both.compare("seed %d, step %d: %s".formatted(seed, step, event));
        }
    }

    /** Segments that leave at once are told of, acknowledged, lost and sent again as if each had left alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aBundleIsWorthItsSegments(long seed) {
        Random random = new Random(seed);
        Scoreboard bundled = new Scoreboard(new Spares());
        Scoreboard single = new Scoreboard(new Spares());
        int size = 7;
        for (int step = 0; step < 1500; step++) {
            String when = "seed %d, step %d".formatted(seed, step);
            long now = step;
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    int count = 1 + random.nextInt(9);
                    int last = 1 + random.nextInt(size);
                    if (bundled.outstandingBytes() > 400) {
                        break;
                    }
                    bundled.send((count - 1L) * size + last, size, now, NOTHING);
                    for (int i = 1; i < count; i++) {
                        single.send(size, size, now, NOTHING);
                    }
                    single.send(last, last, now, NOTHING);
                }
                case 2, 3 -> {
                    long from = random.nextLong(bundled.una(), bundled.nxt() + 1);
                    long to = random.nextLong(from, bundled.nxt() + 1);
                    Delivery one = new Delivery();
                    Delivery other = new Delivery();
                    bundled.sack(from, to, one);
                    single.sack(from, to, other);
                    assertThat(one.bytes()).as(when).isEqualTo(other.bytes());
                    assertThat(one.count()).as(when).isEqualTo(other.count());
                }
                case 4 -> {
                    long position = random.nextLong(bundled.una(), Math.min(bundled.nxt(), bundled.una() + 40) + 1);
                    Delivery one = new Delivery();
                    Delivery other = new Delivery();
                    bundled.acknowledge(position, one);
                    single.acknowledge(position, other);
                    assertThat(one.bytes()).as(when).isEqualTo(other.bytes());
                    assertThat(one.count()).as(when).isEqualTo(other.count());
                }
                default -> {
                    // All that was sent before a time, as RACK finds it; then one segment of it goes again.
                    long before = now - random.nextInt(5);
                    for (Scoreboard board : new Scoreboard[] {bundled, single}) {
                        while (board.sentFirst()
                                .filter(sent -> sent.sentAt < before)
                                .isPresent()) {
                            board.lose(board.sentFirst().get());
                        }
                        board.firstLost().ifPresent(lost -> {
                            Transmission segment = board.cut(lost, size);
                            board.sendAgain(segment, now, NOTHING);
                        });
                    }
                }
            }
            assertThat(bundled.flightBytes()).as(when).isEqualTo(single.flightBytes());
            assertThat(bundled.sackedBytes()).as(when).isEqualTo(single.sackedBytes());
            assertThat(bundled.sackedSegments()).as(when).isEqualTo(single.sackedSegments());
            assertThat(bundled.segments()).as(when).isEqualTo(single.segments());
            assertThat(Both.from(bundled.firstLost())).as(when).isEqualTo(Both.from(single.firstLost()));
            assertThat(Both.from(bundled.sentFirst())).as(when).isEqualTo(Both.from(single.sentFirst()));
        }
    }

    @Test
    void theLastSegmentOfABundleGoesAgainAlone() {
        scoreboard.send(350, 100, 0, NOTHING);
        Transmission last = scoreboard.cutLast(scoreboard.tail().orElseThrow(), 100);
        assertThat(last.from).isEqualTo(300);
        assertThat(last.to).isEqualTo(350);
        assertThat(scoreboard.segments().outstanding()).isEqualTo(4);
    }

    /** A scoreboard and its model, to which the same happens. */
    private static final class Both {
        private static final int WINDOW = 200;

        private final Random random;
        private final Scoreboard scoreboard = new Scoreboard(new Spares());
        private final NaiveScoreboard model = new NaiveScoreboard();

        Both(long seed) {
            this.random = new Random(seed);
        }

        String step(long now) {
            return switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> send(now);
                case 4, 5, 6 -> sack();
                case 7, 8 -> acknowledge();
                case 9 -> loseFirst();
                case 10, 11 -> sendLostAgain(now);
                case 12 -> sendTailAgain(now);
                default -> rarely();
            };
        }

        private String send(long now) {
            long bytes = random.nextLong(1, 13);
            if (model.nxt() - model.una() + bytes <= WINDOW) {
                scoreboard.send(bytes, (int) bytes, now / 3, NOTHING);
                model.send(bytes, now / 3);
            }
            return "send " + bytes;
        }

        private String sack() {
            long from = between(model.una(), model.nxt());
            long to = between(from, model.nxt());
            Delivery delivery = new Delivery();
            scoreboard.sack(from, to, delivery);
            assertThat(delivery.bytes()).as("delivered by the block").isEqualTo(model.sack(from, to));
            return "block " + from + " to " + to;
        }

        private String acknowledge() {
            long held = model.first(Fate.SACKED).orElse(model.nxt());
            boolean reneges = random.nextInt(20) == 0;
            long position = reneges ? held : between(model.una(), Math.min(model.nxt(), model.una() + 30));
            Delivery delivery = new Delivery();
            scoreboard.acknowledge(position, delivery);
            assertThat(delivery.bytes()).as("delivered below %d", position).isEqualTo(model.acknowledge(position));
            boolean given = position < model.nxt() && model.fate(position) == Fate.SACKED;
            assertThat(scoreboard.isReneged()).as("reneged at %d", position).isEqualTo(given);
            if (given) {
                scoreboard.forgetSacked();
                model.forgetSacked();
            }
            return "acknowledge " + position;
        }

        private String loseFirst() {
            scoreboard.sentFirst().ifPresent(sent -> {
                model.lose(sent.from);
                scoreboard.lose(sent);
            });
            return "lose";
        }

        private String sendLostAgain(long now) {
            int most = 1 + random.nextInt(12);
            scoreboard.firstLost().ifPresent(lost -> {
                model.cut(lost.from, most);
                Transmission part = scoreboard.cut(lost, most);
                model.sendAgain(part.from, now / 3);
                scoreboard.sendAgain(part, now / 3, NOTHING);
            });
            return "send again, at most " + most;
        }

        private String sendTailAgain(long now) {
            int most = 1 + random.nextInt(12);
            Optional<Transmission> tail = scoreboard.tail().filter(last -> last.fate != Fate.SACKED);
            tail.ifPresent(last -> {
                model.cut(last.from, Math.max(0, last.bytes() - most));
                Transmission part = scoreboard.cutLast(last, most);
                model.sendAgain(part.from, now / 3);
                scoreboard.sendAgain(part, now / 3, NOTHING);
            });
            return "send the tail again, at most " + most;
        }

        private String rarely() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    scoreboard.loseFlight();
                    model.loseFlightIf(position -> true);
                }
                case 1 -> {
                    scoreboard.loseLongerThan(6);
                    model.loseFlightIf(position -> model.to(position) - model.from(position) > 6);
                }
                case 2 -> {
                    scoreboard.unmarkLost();
                    model.unmarkLost();
                }
                case 3 -> {
                    scoreboard.forgetSacked();
                    model.forgetSacked();
                }
                default -> {
                    return "nothing";
                }
            }
            return "something rare";
        }

        private long between(long from, long to) {
            return random.nextLong(from, to + 1);
        }

        void compare(String when) {
            assertThat(scoreboard.una()).as(when).isEqualTo(model.una());
            assertThat(scoreboard.nxt()).as(when).isEqualTo(model.nxt());
            assertThat(scoreboard.flightBytes()).as(when).isEqualTo(model.bytes(Fate.IN_FLIGHT));
            assertThat(scoreboard.sackedBytes()).as(when).isEqualTo(model.bytes(Fate.SACKED));
            assertThat((long) scoreboard.sackedSegments()).as(when).isEqualTo(model.sackedSegments());
            assertThat(scoreboard.hasLost()).as(when).isEqualTo(model.bytes(Fate.LOST) > 0);
            assertThat(from(scoreboard.firstLost())).as(when).isEqualTo(model.first(Fate.LOST));
            assertThat(from(scoreboard.sentFirst())).as(when).isEqualTo(model.sentFirst());
            assertThat(scoreboard.isEmpty()).as(when).isEqualTo(model.una() == model.nxt());
        }

        private static OptionalLong from(Optional<Transmission> sent) {
            return sent.isPresent() ? OptionalLong.of(sent.get().from) : OptionalLong.empty();
        }
    }
}
