package org.ouzel.sim.campaign;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ouzel.Received;
import org.ouzel.StreamEndedException;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.campaign.Terrain.Place;

/** The server's program: takes connections, finds out which they are, and plays its side of each. */
final class Service {
    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final int BACKLOG = 100;

    private final World world;
    private final Place place;
    private final Witness witness;
    private final StreamOptions options;

    /** How many passive opens wait at once; 0 for a listener. */
    private final int passive;

    private final Map<Long, Exchange> expected = new HashMap<>();

    /** Those that wait to be called, and those that have not said yet which they are. */
    private final Set<TcpStream> strangers = new LinkedHashSet<>();

    private Optional<TcpListener> listener = Optional.empty();
    private boolean closed;

    Service(World world, Place place, Witness witness, StreamOptions options, int passive) {
        this.world = world;
        this.place = place;
        this.witness = witness;
        this.options = options;
        this.passive = passive;
    }

    /** What its streams are created with. */
    StreamOptions options() {
        return options;
    }

    void expect(List<Exchange> exchanges) {
        exchanges.forEach(exchange -> expected.put(exchange.number(), exchange));
    }

    // ---- Taking connections

    /** Begins, and begins anew when its machine is on again. */
    void open() {
        strangers.clear();
        listener = Optional.empty();
        if (closed) {
            return;
        }
        if (passive == 0) {
            place.machine().start("service", this::listen);
        }
        for (int number = 0; number < passive; number++) {
            place.machine().start("service", this::await);
        }
    }

    private void listen() throws IOException {
        try (TcpListener taking =
                place.machine().host().listen(new InetSocketAddress(Terrains.PORT), BACKLOG, options)) {
            listener = Optional.of(taking);
            while (!closed) {
                TcpStream stream = taking.accept();
                place.machine().start("server", () -> serve(stream));
            }
        } catch (TcpCallException failure) {
            world.verdict().require(Property.FAILURE, closed, () -> "the listener fails: " + failure);
        }
    }

    private void await() throws IOException {
        while (!closed) {
            TcpStream stream = place.machine().host().newStream(options);
            strangers.add(stream);
            try {
                stream.passiveOpen(Terrains.PORT);
                stream.awaitOpen();
            } catch (IOException failure) {
                world.verdict().require(Property.FAILURE, closed, () -> "a passive open fails: " + failure);
                return;
            }
            place.machine().start("server", () -> serve(stream));
        }
    }

    /** Ends it: nobody will call any more. */
    void close() {
        closed = true;
        if (place.machine().isOn()) {
            listener.ifPresent(TcpListener::close);
            List.copyOf(strangers).forEach(TcpStream::abort);
        }
    }

    // ---- Serving one

    private void serve(TcpStream stream) {
        strangers.add(stream);
        ByteBuffer number = ByteBuffer.allocate(Content.NUMBER_BYTES);
        List<Received> beginning = new ArrayList<>();
        try {
            while (number.hasRemaining()) {
                Received received = stream.receive(number, FOREVER);
                if (received.isEnd()) {
                    world.verdict().violated(Property.END, "an end before the " + number + " that every client sends");
                    stream.abort();
                    return;
                }
                beginning.add(received);
            }
        } catch (StreamEndedException failed) {
            // Nobody knows whom it would have been about; the client's end is judged.
            return;
        } catch (IOException failure) {
            world.verdict().violated(Property.FAILURE, "a stream that was just opened: " + failure);
            return;
        } finally {
            strangers.remove(stream);
        }
        serve(stream, number.flip().getLong(), beginning);
    }

    private void serve(TcpStream stream, long number, List<Received> beginning) {
        Exchange exchange = expected.get(Exchange.numberOf(number));
        if (exchange == null || exchange.server().stream().isPresent()) {
            world.verdict().violated(Property.PREFIX, "a connection that began with " + number + ", which nobody sent");
            stream.abort();
            return;
        }
        End self = exchange.server();
        self.on(stream);
        if (exchange.isCounted()) {
            self.countEnds(stream);
        }
        stream.remoteAddress()
                .flatMap(remote -> stream.localAddress()
                        .flatMap(local -> witness.track(
                                local, remote, stream.status().sequence().sndUna())))
                .ifPresent(self::watchedAs);
        beginning.forEach(self.in()::onRead);
        new Actor(world, place.machine(), stream, self, exchange.client())
                .run(exchange.script().server());
    }
}
