package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;

/** Ephemeral ports by RFC 6056 §3.3.4. */
class PortsTest {
    private static final long SEED = Long.getLong("ouzel.seed", 6056);
    private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
    private static final FourTuple HERE = new FourTuple(LOCAL, 0, IpAddress.parse("192.0.2.2"), 80);
    private static final FourTuple THERE = new FourTuple(LOCAL, 0, IpAddress.parse("192.0.2.3"), 80);

    private static Ports ports() {
        return ports(Territory.WHOLE);
    }

    private static Ports ports(Territory territory) {
        return new Ports(new SipHash(1, 2), new SipHash(3, 4), territory);
    }

    private static int next(Ports ports, FourTuple toward) throws OpenFailed {
        return ports.ephemeral(toward, new InUse()).localPort();
    }

    /** Names that are in use. */
    private static final class InUse implements Ports.Taken {
        private final Set<FourTuple> names = new HashSet<>();
        private final Crowds crowds;
        private int asked;

        InUse() {
            this(Territory.WHOLE);
        }

        InUse(Territory territory) {
            crowds = new Crowds(territory);
        }

        void take(FourTuple name) {
            names.add(name);
            crowds.onTaken(name);
        }

        void free(FourTuple name) {
            names.remove(name);
            crowds.onFree(name);
        }

        @Override
        public boolean isNamed(FourTuple name) {
            asked++;
            return names.contains(name);
        }

        @Override
        public BitSet toward(FourTuple destination) {
            return crowds.toward(destination, this::isNamed);
        }
    }

    @Test
    void whatOneDestinationIsGivenTellsNothingOfAnother() throws OpenFailed {
        Ports alone = ports();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(next(alone, HERE));
        }
        Ports both = ports();
        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            got.add(next(both, HERE));
            next(both, THERE);
        }
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void aDestinationIsGivenEveryPortBeforeOneComesAgain() throws OpenFailed {
        Ports ports = ports();
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 32_768; i++) {
            given.add(next(ports, HERE));
        }
        assertThat(given).hasSize(32_768).allMatch(port -> port >= 32_768 && port <= 65_535);
    }

    @Test
    void passesOverPortsThatAreTaken() throws OpenFailed {
        InUse inUse = new InUse();
        FourTuple first = ports().ephemeral(HERE, inUse);
        inUse.take(first);
        assertThat(ports().ephemeral(HERE, inUse)).isNotEqualTo(first);
        assertThat(ports().ephemeral(THERE.withLocalPort(0), inUse)).isEqualTo(ports().ephemeral(THERE, new InUse()));
    }

    @Test
    void aDestinationCanHaveEveryPortThatNobodyWaitsOn() throws OpenFailed {
        Ports ports = ports();
        ports.add(new Backlog(FourTuple.local(LOCAL, 40_000), 1, () -> {
            throw new AssertionError("nobody calls");
        }));
        InUse inUse = new InUse();
        for (int i = 0; i < 32_767; i++) {
            inUse.take(ports.ephemeral(HERE, inUse));
        }
        assertThat(inUse.names).hasSize(32_767).noneMatch(name -> name.localPort() == 40_000);
        assertThatThrownBy(() -> ports.ephemeral(HERE, inUse)).hasMessage("INSUFFICIENT_RESOURCES");
        FourTuple left = HERE.withLocalPort(50_000);
        inUse.free(left);
        assertThat(ports.ephemeral(HERE, inUse)).isEqualTo(left);
    }

    @Test
    void nodesWithOneKeyShareARowOfPorts() throws OpenFailed {
        Ports even = ports(Land.holding(name -> name.localPort() % 2 == 0));
        Ports odd = ports(Land.holding(name -> name.localPort() % 2 == 1));
        Ports whole = ports();
        for (int i = 0; i < 10_000; i++) {
            int port = next(whole, HERE);
            assertThat(next(port % 2 == 0 ? even : odd, HERE)).isEqualTo(port);
        }
    }

    @Test
    void aDestinationCanHaveEveryPortThatIsHeld() throws OpenFailed {
        Territory eighth = Land.holding(name -> name.localPort() % 8 == 5);
        Ports ports = ports(eighth);
        InUse inUse = new InUse(eighth);
        for (int i = 0; i < 4096; i++) {
            inUse.take(ports.ephemeral(HERE, inUse));
        }
        assertThat(inUse.names).hasSize(4096).allMatch(eighth::holds);
        assertThatThrownBy(() -> ports.ephemeral(HERE, inUse)).hasMessage("INSUFFICIENT_RESOURCES");
        FourTuple left = HERE.withLocalPort(32_768 + 800 + 5);
        inUse.free(left);
        assertThat(ports.ephemeral(HERE, inUse)).isEqualTo(left);
        inUse.asked = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(ports.ephemeral(HERE, inUse)).isEqualTo(left);
        }
        assertThat(inUse.asked / 1000).as("names asked for").isLessThan(100);
    }

    /** Steering has given a name to this node for one connection, and another to another node. */
    @Test
    void nothingIsPickedInACrowdThatIsNotHeldAnyMore() throws OpenFailed {
        FourTuple lent = HERE.withLocalPort(40_001);
        FourTuple lost = HERE.withLocalPort(40_002);
        Land even = Land.holding(name -> name.localPort() % 2 == 0);
        Ports ports = ports(even);
        InUse inUse = new InUse(even);
        for (int i = 0; i < 16_384; i++) {
            inUse.take(ports.ephemeral(HERE, inUse));
        }
        assertThatThrownBy(() -> ports.ephemeral(HERE, inUse)).hasMessage("INSUFFICIENT_RESOURCES");
        inUse.take(lent);
        inUse.free(lent);
        inUse.free(lost);
        even.holds = name -> name.localPort() % 2 == 0 && !name.equals(lost);
        assertThatThrownBy(() -> ports.ephemeral(HERE, inUse)).hasMessage("INSUFFICIENT_RESOURCES");
        even.holds = name -> name.localPort() % 2 == 0;
        assertThat(ports.ephemeral(HERE, inUse)).isEqualTo(lost);
    }

    @Test
    void whereNothingIsHeldTheSearchEnds() {
        Land none = Land.holding(name -> false);
        InUse inUse = new InUse(none);
        assertThatThrownBy(() -> ports(none).ephemeral(HERE, inUse)).hasMessage("INSUFFICIENT_RESOURCES");
        assertThat(none.asked).isLessThanOrEqualTo(2 * 32_768);
    }

    /** Connections come and go where most of the ports are taken for long, which are not tried one after the other each time. */
    @Test
    void tryLittleWhereMostPortsAreTaken() throws OpenFailed {
        Random random = new Random(SEED);
        Ports ports = ports();
        InUse inUse = new InUse();
        for (int i = 0; i < 31_000; i++) {
            inUse.take(ports.ephemeral(HERE, inUse));
        }
        List<FourTuple> brief = new ArrayList<>();
        inUse.asked = 0;
        for (int i = 0; i < 20_000; i++) {
            FourTuple name = ports.ephemeral(HERE, inUse);
            assertThat(inUse.names).as("seed %d", SEED).doesNotContain(name);
            inUse.take(name);
            brief.add(name);
            if (brief.size() > 1000) {
                inUse.free(brief.remove(random.nextInt(brief.size())));
            }
        }
        assertThat(inUse.asked / 20_000).as("names asked for, seed %d", SEED).isLessThan(10);
    }
}
