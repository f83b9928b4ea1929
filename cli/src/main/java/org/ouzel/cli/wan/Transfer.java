package org.ouzel.cli.wan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.sim.net.WireCapture;

/**
 * One transfer to be measured.
 *
 * @param point over which link
 * @param pairing between whom
 * @param seed what the packets' fates are drawn from
 * @param window how long it is counted
 */
record Transfer(WanPoint point, Pairing pairing, long seed, Duration window) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BITS_PER_MEGABIT = 1e6;

    /**
     * What came of it.
     *
     * @param transfer which it was
     * @param mbps the goodput: what the receiver got in order, in megabits a second
     * @param retransmitted how many segments were sent again
     */
    record Outcome(Transfer transfer, double mbps, long retransmitted) {}

    /** What it is called among others. */
    String name() {
        return point.name() + "." + pairing.label() + ".seed" + seed;
    }

    Outcome run(Optional<Path> captures) throws IOException {
        try (End source = pairing.source().open(End.SOURCE);
                End sink = pairing.sink().open(End.SINK.getAddress())) {
            return run(source, sink, captures);
        }
    }

    private Outcome run(End source, End sink, Optional<Path> captures) throws IOException {
        Optional<WireCapture> capture = captures.isPresent()
                ? Optional.of(WireCapture.to(captures.get().resolve(name() + ".pcapng"), name()))
                : Optional.empty();
        Ports ports = new Ports(source.port(), sink.port(), capture);
        try (Forwarder _ = Forwarder.start(ports, point.wire(), seed, name())) {
            return measure(source, sink);
        } finally {
            if (capture.isPresent()) {
                capture.get().close();
            }
        }
    }

    private Outcome measure(End source, End sink) throws IOException {
        sink.listen();
        source.send();
        long bytes = sink.receive(window);
        End.Told told = source.tell();
        if (!told.control().equals(pairing.source().control())) {
            throw new IOException("the sender's congestion control is " + told.control() + " and not "
                    + pairing.source().control());
        }
        double seconds = window.toNanos() / NANOS_PER_SECOND;
        return new Outcome(this, bytes * Byte.SIZE / seconds / BITS_PER_MEGABIT, told.retransmitted());
    }
}
