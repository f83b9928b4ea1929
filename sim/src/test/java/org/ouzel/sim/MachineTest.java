package org.ouzel.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.sim.Card.Device;
import org.ouzel.sim.box.Nat;
import org.ouzel.sim.box.NatSettings;
import org.ouzel.sim.box.Port;
import org.ouzel.sim.box.Router;
import org.ouzel.sim.box.RouterSettings;
import org.ouzel.sim.net.Cable;
import org.ouzel.sim.net.WireSettings;

/** What befalls machines, and machines that are not neighbours. */
class MachineTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 7);
    private static final WireSettings NETWORK = WireSettings.IDEAL.withMtu(1500).withDelay(Duration.ofMillis(10));
    private static final ByteBuffer HELLO =
            ByteBuffer.wrap("hello".getBytes(US_ASCII)).asReadOnlyBuffer();

    private final Simulation simulation = new Simulation(1);
    private final List<String> heard = new ArrayList<>();

    private static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    /** Takes connections one after the other, and notes what they say. */
    private void serve(Machine machine) {
        machine.start("server", () -> {
            try (TcpListener listener = machine.host().listen(new InetSocketAddress(7), 5)) {
                while (true) {
                    hear(listener.accept());
                }
            }
        });
    }

    private void hear(TcpStream stream) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(100_000);
        while (!stream.receive(all, Duration.ofDays(1)).isEnd()) {}
        heard.add(all.position() + " bytes after " + simulation.now().toSeconds() + " s");
        stream.close();
    }

    private void say(Machine machine, InetSocketAddress to, int bytes) throws IOException {
        try (TcpStream stream = machine.host().newStream()) {
            stream.activeOpen(to);
            stream.send(ByteBuffer.allocate(bytes), SendFlag.PUSH);
        }
    }

    private Simulation.Pair pair() {
        return simulation.pair(NETWORK);
    }

    @Test
    void forgetsItsConnectionsWhenItCrashesAndServesAgainWhenItIsBack() throws Exception {
        Simulation.Pair pair = pair();
        serve(pair.rightMachine());
        simulation.plan(Hazard.crash(pair.rightMachine(), seconds(1), seconds(10), () -> serve(pair.rightMachine())));
        simulation.start("client", () -> {
            TcpStream stream = pair.left().newStream();
            stream.activeOpen(SERVER);
            simulation.sleep(seconds(2));
            assertThatThrownBy(() -> stream.sendAcknowledged(HELLO.duplicate(), SendFlag.PUSH))
                    .isInstanceOf(StreamEndedException.class);
            assertThat(stream.closeReason()).get().isInstanceOf(CloseReason.RemoteAbort.class);
            assertThat(simulation.now()).isGreaterThan(seconds(11));
            say(pair.leftMachine(), SERVER, 5);
            pair.rightMachine().crash();
        });
        simulation.run();
        assertThat(heard).hasSize(1).first().asString().startsWith("5 bytes");
    }

    @Test
    void endsItsProgramsWhereTheyWait() throws Exception {
        Simulation.Pair pair = pair();
        List<String> ends = new ArrayList<>();
        pair.rightMachine().start("sleeper", () -> {
            try {
                simulation.sleep(seconds(100));
            } finally {
                ends.add("sleeper at " + simulation.now().toSeconds() + " s");
            }
        });
        pair.rightMachine().start("retrying", () -> {
            while (true) {
                try {
                    pair.rightMachine().host().newStream().activeOpen(new InetSocketAddress("192.0.2.1", 7));
                } catch (IOException refused) {
                    simulation.sleep(seconds(1));
                }
            }
        });
        simulation.timeline().at(seconds(5).toNanos(), pair.rightMachine()::crash);
        simulation.run();
        assertThat(ends).containsExactly("sleeper at 5 s");
        assertThat(pair.rightMachine().isOn()).isFalse();
        assertThatThrownBy(pair.rightMachine()::host).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givesEachPowerCycleAHostOfItsOwn() {
        Machine machine = simulation.machine("alone");
        machine.card(1500, "192.0.2.1/24");
        var first = machine.turnOn();
        assertThatThrownBy(machine::turnOn).isInstanceOf(IllegalStateException.class);
        machine.crash();
        assertThat(machine.turnOn()).isNotSameAs(first).isSameAs(machine.host());
        assertThatThrownBy(first::newStream).isInstanceOf(Crash.class);
    }

    @Test
    void timesItsTcpByAClockThatDrifts() throws Exception {
        Simulation.Pair pair = pair();
        pair.leftMachine().setClockRate(0.8);
        pair.rightMachine().setClockRate(1.2);
        pair.cable().cut();
        simulation.start("slow", () -> {
            TcpStream stream = pair.left().newStream();
            assertThatThrownBy(() -> stream.activeOpen(SERVER)).isInstanceOf(IOException.class);
            // The user timeout of 5 minutes, RFC 9293 §3.9.1.1, by a clock that is slow.
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(375));
        });
        simulation.start("fast", () -> {
            TcpStream stream = pair.right().newStream();
            assertThatThrownBy(() -> stream.activeOpen(new InetSocketAddress("192.0.2.1", 7)))
                    .isInstanceOf(IOException.class);
            assertThat(simulation.now()).isEqualTo(Duration.ofSeconds(250));
        });
        simulation.run();
    }

    @Test
    void doesWhatWasDueWhenItsClockJumps() throws Exception {
        Simulation.Pair pair = pair();
        pair.cable().cut();
        simulation.plan(Hazard.jump(pair.leftMachine(), Duration.ofDays(30), seconds(3)));
        simulation.start("client", () -> {
            TcpStream stream = pair.left().newStream();
            assertThatThrownBy(() -> stream.activeOpen(SERVER)).isInstanceOf(IOException.class);
            assertThat(simulation.now()).isEqualTo(seconds(3));
        });
        simulation.run();
        assertThat(pair.leftMachine().clock()).isGreaterThan(Duration.ofDays(30));
        assertThatThrownBy(() -> pair.leftMachine().jumpClock(seconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.leftMachine().setClockRate(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void letsItsProgramsStandStillWhileItsTcpGoesOn() throws Exception {
        Simulation.Pair pair = pair();
        serve(pair.rightMachine());
        simulation.plan(Hazard.stall(pair.rightMachine(), Duration.ofMillis(1), seconds(60)));
        simulation.start("client", () -> {
            say(pair.leftMachine(), SERVER, 5);
            assertThat(simulation.now()).isLessThan(seconds(1));
            simulation.sleep(seconds(100));
            pair.rightMachine().crash();
        });
        simulation.run();
        assertThat(heard).containsExactly("5 bytes after 60 s");
    }

    @Test
    void deliversAllTheSameWhenItsMemoryFails() throws Exception {
        Simulation.Pair pair = pair();
        serve(pair.rightMachine());
        simulation.plan(Hazard.shortage(pair.rightMachine(), Duration.ZERO, seconds(10)));
        simulation.start("client", () -> {
            say(pair.leftMachine(), SERVER, 50_000);
            assertThat(pair.right().counters().get("pages.refused")).isPositive();
            pair.rightMachine().crash();
        });
        simulation.run();
        assertThat(heard).hasSize(1).first().asString().startsWith("50000 bytes");
    }

    @Test
    void deliversAllTheSameWhenADeviceRefuses() throws Exception {
        for (Device device : List.of(Device.IS_FULL, Device.FAILS)) {
            Simulation each = new Simulation(1);
            Machine left = each.machine("left");
            Card card = left.card(1500, "2001:db8::1/64");
            Machine right = each.machine("right");
            each.connect(card, right.card(1500, "2001:db8::2/64"), NETWORK);
            left.turnOn();
            right.turnOn();
            serve(right);
            each.plan(Hazard.refusal(card, device, Duration.ofMillis(15), seconds(5)));
            each.start("client", () -> {
                say(left, new InetSocketAddress("2001:db8::2", 7), 50_000);
                right.crash();
            });
            each.run();
            assertThat(card.refused()).isPositive();
            assertThat(heard).last().asString().startsWith("50000 bytes");
        }
        assertThat(heard).hasSize(2);
    }

    @Test
    void talksOverRoutersAndATranslator() throws Exception {
        Machine inside = simulation.machine("inside");
        Machine outside = simulation.machine("outside", MachineSettings.DEFAULT.withBytesToWrap(1000));
        Nat nat = new Nat(simulation.timeline(), NatSettings.DEFAULT, "198.51.100.1", 1);
        Router router = new Router(simulation.timeline(), RouterSettings.DEFAULT);
        Port narrow = router.port(600, "192.0.2.254/24");
        simulation.connect(inside.card(1500, "198.18.0.1/0"), nat.inside(), NETWORK);
        simulation.connect(nat.outside(), router.port(1500, "198.51.100.254/24"), NETWORK);
        Cable last = simulation.connect(narrow, outside.card(600, "192.0.2.2/0"), NETWORK);
        inside.turnOn();
        outside.turnOn();
        serve(outside);
        simulation.start("client", () -> {
            say(inside, SERVER, 50_000);
            outside.crash();
        });
        simulation.run();
        assertThat(heard).hasSize(1).first().asString().startsWith("50000 bytes");
        assertThat(last.counts().left()).isGreaterThan(50_000 / 560);
    }

    @Test
    void sparesHazardsByTheirNumbers() throws Exception {
        Simulation spared =
                new Simulation(SimulationSettings.of(1).sparing(Set.of(0)).withLog(10));
        List<String> happened = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            spared.plan(new Hazard(
                    name, seconds(1), seconds(1), () -> happened.add(name), () -> happened.add(name + " over")));
        }
        spared.run();
        assertThat(happened).containsExactly("second", "second over");
        assertThat(spared.hazards()).extracting(Hazard::what).containsExactly("first", "second");
        assertThat(spared.lastEvents())
                .containsExactly("1.000000000 s hazard 1: second", "2.000000000 s hazard 1 is over: second");
    }

    /** Found by the campaign: of two senders without pages each woke the other for ever, or nobody woke the only one. */
    @Test
    void sendsWhenThereIsMemoryAgain() throws Exception {
        Simulation.Pair pair = pair();
        serve(pair.rightMachine());
        simulation.plan(Hazard.shortage(pair.leftMachine(), Duration.ZERO, seconds(30)));
        for (int number = 0; number < 3; number++) {
            simulation.start("client " + number, () -> say(pair.leftMachine(), SERVER, 1000));
        }
        simulation.timeline().at(seconds(100).toNanos(), pair.rightMachine()::crash);
        simulation.run();
        assertThat(heard).hasSize(3).allMatch(text -> text.startsWith("1000 bytes after 3"));
    }

    /** Found by the campaign: timestamps that seemed to go back made every segment an old one (RFC 7323 §5.2). */
    @Test
    void goesOnWhenItsClockIsSetForwardByWeeks() throws Exception {
        Simulation.Pair pair = pair();
        serve(pair.rightMachine());
        simulation.start("client", () -> {
            try (TcpStream stream = pair.left().newStream()) {
                stream.activeOpen(SERVER);
                stream.sendAcknowledged(HELLO.duplicate(), SendFlag.PUSH);
                pair.leftMachine().jumpClock(Duration.ofDays(30));
                stream.sendAcknowledged(HELLO.duplicate(), SendFlag.PUSH);
            }
            pair.rightMachine().crash();
        });
        simulation.run();
        assertThat(heard).containsExactly("10 bytes after 0 s");
    }

    @Test
    void endsAProgramThatStandsStill() throws Exception {
        Simulation.Pair pair = pair();
        List<String> ends = new ArrayList<>();
        pair.leftMachine().start("sleeper", () -> {
            try {
                simulation.sleep(seconds(2));
            } finally {
                ends.add("at " + simulation.now().toSeconds() + " s");
            }
        });
        simulation.plan(Hazard.stall(pair.leftMachine(), seconds(1), seconds(100)));
        simulation.timeline().at(seconds(5).toNanos(), pair.leftMachine()::crash);
        simulation.run();
        assertThat(ends).containsExactly("at 5 s");
        assertThat(simulation.hasRun()).isTrue();
    }

    @Test
    void keepsWhatIsStartedMeanwhileStillToo() throws Exception {
        Simulation.Pair pair = pair();
        pair.leftMachine().stall(seconds(60));
        pair.leftMachine()
                .start("late", () -> heard.add("at " + simulation.now().toSeconds() + " s"));
        simulation.run();
        assertThat(heard).containsExactly("at 60 s");
    }
}
