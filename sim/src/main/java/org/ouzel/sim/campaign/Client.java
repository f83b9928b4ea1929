package org.ouzel.sim.campaign;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ouzel.ActiveOpen;
import org.ouzel.TcpStream;
import org.ouzel.sim.campaign.Terrain.Place;

/** A program that makes connections, one after the other. */
final class Client {
    private final World world;
    private final Place place;
    private final Witness witness;
    private final List<Exchange> calls;
    private final Runnable onDone;

    /**
     * A client.
     *
     * @param onDone told when all of its connections are over
     */
    Client(World world, Place place, Witness witness, List<Exchange> calls, Runnable onDone) {
        this.world = world;
        this.place = place;
        this.witness = witness;
        this.calls = calls;
        this.onDone = onDone;
    }

    /** Starts it, if its machine is on. */
    void start() {
        if (place.machine().isOn()) {
            place.machine().start("client", this::run);
        }
    }

    private void run() throws IOException {
        for (Exchange exchange : calls) {
            call(exchange);
        }
        onDone.run();
    }

    private void call(Exchange exchange) throws IOException {
        End self = exchange.client();
        TcpStream stream = place.machine().host().newStream(self.options());
        self.on(stream);
        if (exchange.isCounted()) {
            self.countEnds(stream);
        }
        if (open(stream, exchange)) {
            new Actor(world, place.machine(), stream, self, exchange.server())
                    .run(exchange.script().client());
        }
    }

    private boolean open(TcpStream stream, Exchange exchange) {
        Optional<InetSocketAddress> local = Optional.empty();
        try {
            stream.startActiveOpen(ActiveOpen.to(world.terrain().target()));
            local = stream.localAddress();
            stream.awaitOpen();
            watch(exchange.client(), local);
            return true;
        } catch (IOException failure) {
            watch(exchange.client(), local);
            new Judge(world, exchange.client(), exchange.server()).onOpenFailed(stream, failure);
            return false;
        }
    }

    private void watch(End self, Optional<InetSocketAddress> local) {
        local.flatMap(address -> witness.track(address, world.terrain().target()))
                .ifPresent(self::watchedAs);
    }
}
