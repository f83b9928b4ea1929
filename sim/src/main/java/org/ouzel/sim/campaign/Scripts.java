package org.ouzel.sim.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ouzel.Ecn;
import org.ouzel.SendFlag;
import org.ouzel.StreamOptions;
import org.ouzel.UserTimeout;

/** Draws what programs do on a connection. */
final class Scripts {
    private static final Set<SendFlag> PUSHED = Set.of(SendFlag.PUSH);
    private static final Set<SendFlag> PLAIN = Set.of();
    private static final Set<SendFlag> URGENT = Set.of(SendFlag.URGENT);
    private static final int LEAST = Content.NUMBER_BYTES;
    private static final List<Ecn> ECN = List.of(Ecn.ACCEPT, Ecn.ACCEPT, Ecn.REQUEST, Ecn.REQUEST, Ecn.OFF);
    private static final List<Integer> BUFFERS = List.of(2_000, 8_000, 30_000, 64 << 10, 256 << 10, 256 << 10, 1 << 20);

    private final Dice dice;
    private final int mostBytes;
    private final boolean timeouts;

    /**
     * What draws.
     *
     * @param mostBytes how much a connection carries one way at most
     * @param timeouts whether every end must give up sometime, because a box may forget its connection
     */
    Scripts(Dice dice, int mostBytes, boolean timeouts) {
        this.dice = dice;
        this.mostBytes = mostBytes;
        this.timeouts = timeouts;
    }

    Script next() {
        return switch (dice.between(0, 9)) {
            case 0 -> bulk(mostBytes);
            case 1 -> download();
            case 2 -> duplex();
            case 3 -> pingPong();
            case 4 -> halfClose();
            case 5 -> urgent();
            case 6 -> abort();
            case 7 -> slowReader();
            case 8 -> acknowledged();
            default -> bulk(mostBytes);
        };
    }

    /** One of few bytes, as there are many of. */
    Script shortOne() {
        return switch (dice.between(0, 2)) {
            case 0 -> bulk(2_000);
            case 1 ->
                of(
                        "short question",
                        List.of(send(100), new Step.Receive(500, 500, Duration.ZERO)),
                        List.of(receive(100), send(500)));
            default ->
                of("short push", List.of(send(LEAST), new Step.Close()), List.of(receiveAll(), new Step.Close()));
        };
    }

    private Script of(String name, List<Step> client, List<Step> server) {
        return new Script(name, options(), client, server);
    }

    // ---- The kinds

    private Script bulk(int most) {
        return of("bulk", List.of(send(bytes(most))), List.of(receiveAll()));
    }

    private Script download() {
        int question = bytes(1_000);
        return of(
                "download",
                List.of(send(question)),
                List.of(receive(question), send(bytes(mostBytes)), new Step.Close()));
    }

    private Script duplex() {
        int up = bytes(mostBytes);
        int down = bytes(mostBytes);
        return of(
                "duplex",
                List.of(new Step.Beside(List.of(receive(down))), send(up)),
                List.of(new Step.Beside(List.of(send(down))), receive(up)));
    }

    private Script pingPong() {
        int ping = bytes(3_000);
        int pong = bytes(3_000);
        List<Step> client = new ArrayList<>();
        List<Step> server = new ArrayList<>();
        for (int round = dice.between(3, 60); round > 0; round--) {
            client.add(new Step.Send(ping, ping, PUSHED));
            client.add(receive(pong));
            server.add(receive(ping));
            server.add(new Step.Send(pong, pong, PUSHED));
        }
        return of("ping-pong", client, server);
    }

    private Script halfClose() {
        return of(
                "half-close",
                List.of(send(bytes(mostBytes)), new Step.Close(), receiveAll()),
                List.of(receiveAll(), send(bytes(mostBytes)), new Step.Close()));
    }

    private Script urgent() {
        List<Step> client = new ArrayList<>();
        client.add(send(LEAST));
        for (int region = dice.between(1, 12); region > 0; region--) {
            client.add(send(bytes(20_000)));
            int urgent = dice.pick(List.of(1, 1, 5, 300, 5_000, 70_000));
            client.add(
                    new Step.Send(urgent, urgent, dice.chance(0.5) ? URGENT : Set.of(SendFlag.URGENT, SendFlag.PUSH)));
            if (dice.chance(0.3)) {
                client.add(new Step.Pause(dice.magnitude(Duration.ofMillis(1), Duration.ofSeconds(1))));
            }
        }
        client.add(send(1));
        return of("urgent", client, List.of(receiveAll()));
    }

    private Script abort() {
        int some = bytes(50_000);
        List<Step> aborting = new ArrayList<>();
        List<Step> other = new ArrayList<>(List.of(receiveAll()));
        aborting.add(dice.chance(0.5) ? send(some) : new Step.Send(some, some, PUSHED));
        if (dice.chance(0.5)) {
            aborting.add(new Step.Pause(dice.magnitude(Duration.ofMillis(1), Duration.ofSeconds(2))));
        }
        aborting.add(new Step.Abort());
        if (dice.chance(0.6)) {
            return of("abort", aborting, other);
        }
        aborting.addFirst(receive(LEAST));
        other.addFirst(send(LEAST));
        return of("server's abort", other, aborting);
    }

    private Script slowReader() {
        Duration pause = dice.magnitude(Duration.ofMillis(1), Duration.ofMillis(800));
        Step slow = new Step.ReceiveAll(dice.between(200, 4_000), pause);
        return of("slow reader", List.of(send(bytes(100_000))), List.of(slow));
    }

    private Script acknowledged() {
        List<Step> client = new ArrayList<>(List.of(send(LEAST)));
        for (int times = dice.between(1, 15); times > 0; times--) {
            client.add(dice.chance(0.7) ? new Step.SendAcknowledged(bytes(20_000)) : send(bytes(20_000)));
            if (dice.chance(0.3)) {
                client.add(new Step.Flush());
            }
        }
        return of("acknowledged", client, List.of(receiveAll()));
    }

    // ---- Their parts

    private int bytes(int most) {
        return dice.chance(0.6) ? dice.between(Math.max(LEAST, most / 2), most) : (int) dice.magnitude(LEAST, most);
    }

    private Step send(int bytes) {
        int chunk = dice.chance(0.5) ? bytes : (int) dice.magnitude(Math.max(1, bytes / 200), bytes);
        return new Step.Send(bytes, chunk, dice.chance(0.3) ? PUSHED : PLAIN);
    }

    private Step receive(long bytes) {
        return new Step.Receive(bytes, buffer(), Duration.ZERO);
    }

    private Step receiveAll() {
        return new Step.ReceiveAll(buffer(), Duration.ZERO);
    }

    private int buffer() {
        return (int) dice.magnitude(500, 64 << 10);
    }

    StreamOptions options() {
        StreamOptions options = StreamOptions.DEFAULT
                .withBuffers(dice.pick(BUFFERS), dice.pick(BUFFERS))
                .withNagle(dice.chance(0.5))
                .withKeepAlive(
                        dice.chance(0.2) ? dice.magnitude(Duration.ofSeconds(5), Duration.ofMinutes(5)) : Duration.ZERO)
                .withIpHeader(dice.between(0, 63) << 2, 64, true)
                .withUserTimeout(userTimeout());
        // The type of service decides that too: with another draw every seed would be of another scenario than it was.
        return options.withEcn(ECN.get(options.ipHeader().typeOfService() / 4 % ECN.size()));
    }

    private UserTimeout userTimeout() {
        Duration after = dice.magnitude(Duration.ofSeconds(60), Duration.ofMinutes(20));
        if (dice.chance(0.5)) {
            return UserTimeout.DEFAULT;
        } else if (timeouts || dice.chance(0.4)) {
            return UserTimeout.abortAfter(after);
        } else {
            return dice.chance(0.5) ? UserTimeout.NONE : UserTimeout.reportAfter(after);
        }
    }
}
