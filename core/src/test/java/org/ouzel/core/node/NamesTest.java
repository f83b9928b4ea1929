package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;

class NamesTest {
    private static final List<IpAddress> ADDRESSES =
            List.of(IpAddress.parse("192.0.2.1"), IpAddress.parse("192.0.2.2"), IpAddress.parse("2001:db8::1"));
    private static final int PORTS = 9;

    private final Tcb block = new TwoNodes().block();

    private static FourTuple any(Random random) {
        return new FourTuple(
                ADDRESSES.get(random.nextInt(ADDRESSES.size())),
                1 + random.nextInt(PORTS),
                ADDRESSES.get(random.nextInt(ADDRESSES.size())),
                1 + random.nextInt(PORTS));
    }

    private static @Nullable Named get(Names names, FourTuple name) {
        return names.get(name.localAddress(), name.localPort(), name.remoteAddress(), name.remotePort());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsWhatAMapKnows(long seed) {
        Random random = new Random(seed);
        Names names = new Names(new SipHash(seed, 7));
        Map<FourTuple, Named> model = new HashMap<>();
        for (int step = 0; step < 5000; step++) {
            FourTuple name = any(random);
            boolean grows = step / 500 % 2 == 0;
            if (random.nextInt(4) == 0 != grows) {
                Member member = new Member(block);
                member.name(name);
                names.put(name, member);
                model.put(name, member);
            } else {
                names.remove(name);
                model.remove(name);
            }
            FourTuple asked = any(random);
            assertThat(Optional.ofNullable(get(names, asked)))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(Optional.ofNullable(model.get(asked)));
            assertThat(names.size()).as("seed %d, step %d", seed, step).isEqualTo(model.size());
        }
        model.forEach((name, member) ->
                assertThat(get(names, name)).as("seed %d", seed).isSameAs(member));
        assertThat(names.all()).containsExactlyInAnyOrderElementsOf(model.values());
    }
}
