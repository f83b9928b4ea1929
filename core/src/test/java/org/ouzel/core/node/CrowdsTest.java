package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.wire.IpAddress;

class CrowdsTest {
    private static final FourTuple TOWARD =
            new FourTuple(IpAddress.parse("192.0.2.1"), 0, IpAddress.parse("192.0.2.2"), 80);

    private final Set<FourTuple> names = new HashSet<>();
    private int counted;

    private static FourTuple name(int place) {
        return TOWARD.withLocalPort(Ports.FIRST_EPHEMERAL + place);
    }

    private void take(Crowds crowds, int place) {
        names.add(name(place));
        crowds.onTaken(name(place));
    }

    private void free(Crowds crowds, int place) {
        names.remove(name(place));
        crowds.onFree(name(place));
    }

    private BitSet toward(Crowds crowds) {
        return crowds.toward(TOWARD, name -> {
            counted++;
            return names.contains(name);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hasThosePortsForTakenThatAreInUseOrNotHeld(long seed) {
        Random random = new Random(seed);
        Territory third = Land.holding(name -> name.localPort() % 3 == 1);
        Crowds crowds = new Crowds(third);
        for (int step = 0; step < 20_000; step++) {
            int place = random.nextInt(Ports.EPHEMERALS);
            // Others than the node's own come to it by steering.
            if (names.contains(name(place))) {
                free(crowds, place);
            } else {
                take(crowds, place);
            }
            if (step % 2000 == 0) {
                BitSet taken = toward(crowds);
                for (int each = 0; each < Ports.EPHEMERALS; each++) {
                    boolean expected = names.contains(name(each)) || !third.holds(name(each));
                    assertThat(taken.get(each))
                            .as("seed %d, step %d, place %d", seed, step, each)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** What is not held does not make a crowd of few. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 1024})
    void isForgottenWithAQuarterOfThePortsThatAreHeld(int nodes) {
        Crowds crowds = new Crowds(Land.holding(name -> name.localPort() % nodes == 0));
        int held = Ports.EPHEMERALS / nodes;
        for (int i = 0; i < held; i++) {
            take(crowds, i * nodes);
        }
        toward(crowds);
        assertThat(counted).isEqualTo(Ports.EPHEMERALS);
        for (int left = held; left > held / 4; left--) {
            toward(crowds);
            free(crowds, (left - 1) * nodes);
        }
        assertThat(counted).as("counted once").isEqualTo(Ports.EPHEMERALS);
        toward(crowds);
        assertThat(counted).as("counted anew").isEqualTo(2 * Ports.EPHEMERALS);
    }

    @Test
    void isForgottenWhereNothingIsHeld() {
        Crowds crowds = new Crowds(Land.holding(name -> false));
        take(crowds, 7);
        toward(crowds);
        free(crowds, 7);
        toward(crowds);
        assertThat(counted).isEqualTo(2 * Ports.EPHEMERALS);
    }
}
