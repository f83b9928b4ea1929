package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.wire.IpAddress;

/** Ephemeral ports by RFC 6056 §3.3.4. */
class PortsTest {
    private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
    private static final FourTuple HERE = new FourTuple(LOCAL, 0, IpAddress.parse("192.0.2.2"), 80);
    private static final FourTuple THERE = new FourTuple(LOCAL, 0, IpAddress.parse("192.0.2.3"), 80);

    private static Ports ports() {
        return new Ports(new SipHash(1, 2), new SipHash(3, 4));
    }

    private static int next(Ports ports, FourTuple toward) throws OpenFailed {
        return ports.ephemeral(toward, tuple -> false).localPort();
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
        for (int i = 0; i < 16_384; i++) {
            given.add(next(ports, HERE));
        }
        assertThat(given).hasSize(16_384).allMatch(port -> port >= 49_152 && port <= 65_535);
    }

    @Test
    void passesOverPortsThatAreTaken() throws OpenFailed {
        int first = next(ports(), HERE);
        int second =
                ports().ephemeral(HERE, tuple -> tuple.localPort() == first).localPort();
        assertThat(second).isNotEqualTo(first);
    }
}
