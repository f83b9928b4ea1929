package org.ouzel.bench.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.KeyedNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.tcp.congestion.CongestionControl;
import org.ouzel.core.tcp.congestion.CongestionControls;
import org.ouzel.core.wire.Drops;

/** Makes blocks as the stack does, with pages of native memory that they share. */
final class Blocks {
    private static final int BUFFER = 4 << 20;
    private static final long SECOND_NS = 1_000_000_000;
    private static final TcpSettings SETTINGS = new TcpSettings(
            TcpSettings.Buffer.of(BUFFER),
            TcpSettings.Buffer.of(BUFFER),
            TcpSettings.UserTimeout.NONE,
            TcpSettings.Header.USUAL,
            TcpSettings.Output.UNBOUNDED,
            new TcpSettings.Times(0, SECOND_NS / 50, 60 * SECOND_NS),
            EcnPolicy.ACCEPT,
            TcpTuning.DEFAULT);

    private final Environment environment;

    Blocks(Drops drops, TcpParameters parameters) {
        KeyedNumbers numbers = new KeyedNumbers(new SipHash(1, 2), new SipHash(3, 4));
        this.environment = new Environment(parameters, new Pages(), numbers, drops);
    }

    /** A block on which nothing is open. */
    Tcb make() {
        return new Tcb(environment, SETTINGS, this::congestion);
    }

    private CongestionControl congestion() {
        return CongestionControls.BUILT_IN
                .factory(CongestionControls.BUILT_IN.preferred())
                .create(() -> 0);
    }

    /** Pages without a budget; what is given back is lent again first. */
    private static final class Pages implements PagePool {
        private final Deque<MemorySegment> free = new ArrayDeque<>();

        @Override
        public Optional<MemorySegment> take() {
            MemorySegment page = free.poll();
            return Optional.of(page == null ? Arena.global().allocate(PAGE_BYTES, Long.BYTES) : page);
        }

        @Override
        public void give(MemorySegment page) {
            free.push(page);
        }

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }
    }
}
