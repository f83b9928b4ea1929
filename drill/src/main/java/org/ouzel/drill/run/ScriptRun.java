package org.ouzel.drill.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.Output;
import org.ouzel.drill.posix.Symbols;
import org.ouzel.drill.script.Action;
import org.ouzel.drill.script.Direction;
import org.ouzel.drill.script.Event;
import org.ouzel.drill.script.EventTime;
import org.ouzel.drill.script.KnownOption;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.wire.CannotBeSent;

/**
 * One script against one host: event after event, each at its time. What the host sends is kept until an event waits for it. For
 * one thread, and to be run once.
 */
public final class ScriptRun {
    private static final long ANYTIME_NS = 60_000_000_000L;

    private final Script script;
    private final Target target;
    private final Judgement judgement;
    private final Flows flows;
    private final DatagramFlows datagrams;
    private final Inbound inbound;
    private final Outbound outbound;
    private final Calls calls;
    private final Deque<Target.Sent> sent = new ArrayDeque<>();
    private final Lateness lateness = new Lateness();

    /** What relative times count from. */
    private long base;

    /** What is waited for, for a script whose time is up. */
    private Awaited awaited = new Awaited(0, "its beginning");

    /**
     * What a script waits for.
     *
     * @param line the line of the script where it stands
     */
    private record Awaited(int line, String what) {}

    /**
     * A run.
     *
     * @param target a host on which nothing has happened yet
     */
    public ScriptRun(Script script, Target target, Judgement judgement) {
        this.script = script;
        this.target = target;
        this.judgement = judgement;
        this.flows = new Flows(target.network());
        this.datagrams = new DatagramFlows(target.network());
        this.inbound = new Inbound(target.network(), flows, datagrams);
        this.calls = new Calls(target, lateness);
        this.outbound = new Outbound(
                target.network().tunnels(),
                flows,
                datagrams,
                new Difference(
                        judgement,
                        script.options().number(KnownOption.TCP_TS_TICK_USECS).orElse(0)),
                script.options().isOn(KnownOption.STRICT_SEGMENTS));
    }

    /** Runs the script to its end, or to where it cannot go on. The commands that come last are run in any case. */
    public Verdict run() throws IOException {
        Verdict verdict = verdict(this::events);
        for (Action.Shell command : script.cleanUp()) {
            Verdict ofCommand = verdict(() -> untimed(command));
            verdict = verdict instanceof Verdict.Ok ? ofCommand : verdict;
        }
        return verdict;
    }

    /** Something that a script has happen. */
    private interface Part {
        void run() throws Stop, IOException;
    }

    private Verdict verdict(Part part) throws IOException {
        try {
            part.run();
            return new Verdict.Ok();
        } catch (Stop stop) {
            return stop.verdict();
        } catch (TimeIsUp over) {
            return new Verdict.Failed(
                    awaited.line(), over.getMessage() + "\n  it waited for: " + awaited.what() + state());
        }
    }

    private void events() throws Stop, IOException {
        for (Action.Shell command : script.setUp()) {
            untimed(command);
        }
        for (Event event : script.events()) {
            awaited = new Awaited(event.position().line(), event.source());
            happen(event);
        }
        finish();
    }

    private void untimed(Action.Shell command) throws Stop, IOException {
        awaited = new Awaited(command.position().line(), "`" + command.command() + "`");
        shell(command);
    }

    private void happen(Event event) throws Stop, IOException {
        switch (event.action()) {
            case Action.Packet(var packet) when packet.direction() == Direction.OUTBOUND -> await(event);
            case Action.Packet packet -> {
                reach(event);
                inject(event, packet);
            }
            case Action.Call call -> {
                long before = base;
                reach(event);
                call(event, call, before);
            }
            case Action.Shell command -> {
                reach(event);
                shell(command);
            }
            case Action.Code code -> {
                reach(event);
                code(code);
            }
        }
    }

    // ---- Time

    /** Lets time pass until an event is to happen. */
    private void reach(Event event) throws Stop, IOException {
        long at = earliest(event.time());
        passTo(at);
        lateness.onDone(at, target.now());
        base = at;
    }

    private void passTo(long until) throws Stop, IOException {
        boolean more = true;
        while (more) {
            more = target.pass(until);
            take();
        }
    }

    private void take() throws Stop {
        for (Optional<Target.Sent> next = target.takeSent(); next.isPresent(); next = target.takeSent()) {
            sent.add(next.get());
        }
        List<Target.Ended> ended = target.takeEnded();
        for (Target.Ended one : ended) {
            calls.onEnded(one);
        }
    }

    private long earliest(EventTime time) {
        return switch (time) {
            case EventTime.At at -> at.ns();
            case EventTime.After after -> base + after.ns();
            case EventTime.Within within -> within.fromNs();
            case EventTime.AfterWithin within -> base + within.fromNs();
            case EventTime.Anytime _ -> Math.max(base, target.now());
        };
    }

    private long latest(EventTime time) {
        return switch (time) {
            case EventTime.Within within -> within.untilNs();
            case EventTime.AfterWithin within -> base + within.untilNs();
            case EventTime.Anytime _ -> base + ANYTIME_NS;
            case EventTime.At _, EventTime.After _ -> earliest(time);
        };
    }

    private long tolerance(long at) {
        return Math.max(judgement.toleranceNs(), (long) (judgement.toleranceShare() * (at - base)));
    }

    // ---- Packets

    private void inject(Event event, Action.Packet packet) throws Stop, IOException {
        try {
            target.inject(inbound.packet(packet.packet()).write());
            lateness.onDone(base, target.now());
        } catch (CannotBeSent reason) {
            throw Stop.unsupported(event.position().line(), reason.why());
        }
        take();
    }

    /** Waits for a packet of the host, and holds it against what is written. */
    private void await(Event event) throws Stop, IOException {
        Outbound.Wanted wanted = outbound.wanted(event);
        long earliest = event.time() instanceof EventTime.Anytime ? base : earliest(event.time());
        long latest = latest(event.time());
        long tolerance = tolerance(earliest);
        boolean skips = !judgement.everyAck() && wanted.isPureAcknowledgment();
        take();
        long end = latest + tolerance + lateness.ns();
        Optional<Target.Sent> packet = next(wanted, end);
        if (packet.isEmpty()) {
            if (skips) {
                base = latest;
                return;
            }
            throw Stop.failed(
                    event.position().line(),
                    "nothing was sent until " + Times.of(end) + "\n  written: " + event.source() + state());
        }
        long at = packet.get().at();
        if (at < earliest - tolerance || at > end) {
            throw Stop.failed(
                    event.position().line(),
                    outbound.report(event, packet.get()) + "\n  it was sent at " + Times.of(at) + " instead of "
                            + Times.of(earliest) + state());
        }
        outbound.check(event, wanted, packet.get(), this::state);
        base = event.time() instanceof EventTime.At || event.time() instanceof EventTime.After ? earliest : at;
    }

    /** The next packet that is not passed over, as large as what is written if more follows. */
    private Optional<Target.Sent> next(Outbound.Wanted wanted, long until) throws Stop, IOException {
        while (true) {
            passUntilSent(1, until);
            if (sent.isEmpty()) {
                return Optional.empty();
            }
            Target.Sent first = sent.remove();
            if (!judgement.everyAck() && !wanted.isPureAcknowledgment() && outbound.isPureAcknowledgment(first)) {
                continue;
            }
            while (outbound.wantsMore(wanted, first)) {
                passUntilSent(1, until);
                Optional<Target.Sent> joined =
                        Optional.ofNullable(sent.peek()).flatMap(more -> outbound.joined(first, more));
                if (joined.isEmpty()) {
                    break;
                }
                sent.remove();
                sent.addFirst(joined.get());
                return next(wanted, until);
            }
            return Optional.of(first);
        }
    }

    private void passUntilSent(int count, long until) throws Stop, IOException {
        boolean more = true;
        while (sent.size() < count && more) {
            more = target.pass(until);
            take();
        }
    }

    // ---- Calls, commands, code

    private void call(Event event, Action.Call call, long before) throws Stop, IOException {
        Bound bound = calls.bind(call);
        boolean absolute = event.time() instanceof EventTime.At || event.time() instanceof EventTime.Within;
        long from = absolute ? 0 : before;
        long end = from + call.untilNs().orElse(0);
        boolean failed = calls.make(event, call, bound, from, tolerance(end));
        lateness.onDone(base, target.now());
        take();
        awaitPrompt();
        if (!failed) {
            learnPorts(bound.call());
        }
    }

    /** A call that is not written to wait may yet be late: what it waits for may be on its way inside the host. */
    private void awaitPrompt() throws Stop, IOException {
        boolean more = true;
        for (OptionalLong until = calls.patience(); more && until.isPresent(); until = calls.patience()) {
            more = target.pass(until.getAsLong());
            take();
        }
        calls.requireNoneWaits();
    }

    private void learnPorts(Call call) throws IOException {
        switch (call) {
            case Call.Bind bind -> onBound(bind);
            case Call.Connect connect when calls.isDatagrams(connect.fd()) -> onConnected(connect.fd());
            default -> {}
        }
    }

    private void onBound(Call.Bind bind) throws IOException {
        int asked = bind.address().port();
        int port = asked == 0 ? port(new Call.GetSockName(bind.fd())).orElse(0) : asked;
        if (calls.isDatagrams(bind.fd())) {
            datagrams.onBound(port);
        } else {
            flows.onBound(port);
        }
    }

    /** A connect of a datagram socket sends nothing that would tell of its port. */
    private void onConnected(int fd) throws IOException {
        Optional<Integer> local = port(new Call.GetSockName(fd));
        Optional<Integer> remote = port(new Call.GetPeerName(fd));
        if (local.isPresent() && remote.isPresent()) {
            datagrams.onConnected(new Ports(local.get(), remote.get()));
        }
    }

    private Optional<Integer> port(Call ofName) throws IOException {
        return target.call(ofName) instanceof Answer.Result result && result.output() instanceof Output.Name name
                ? Optional.of(name.address().port())
                : Optional.empty();
    }

    private void shell(Action.Shell command) throws Stop, IOException {
        int line = command.position().line();
        switch (target.shell().run(command.command())) {
            case Shell.Done _ -> {}
            case Shell.Failed(String text) -> throw Stop.failed(line, text);
            case Shell.NotUnderstood(String reason) -> throw Stop.unsupported(line, reason);
        }
    }

    private void code(Action.Code code) throws Stop, IOException {
        if (!judgement.asserts()) {
            return;
        }
        int line = code.position().line();
        OptionalInt connection = calls.connection();
        if (connection.isEmpty()) {
            throw Stop.failed(line, "there is no connection whose figures code could look at");
        }
        Assertions.check(line, code.text(), figures(connection.getAsInt()));
    }

    private Map<String, Long> figures(int descriptor) throws IOException {
        Call ask = new Call.GetSockOpt(
                descriptor,
                (int) Symbols.number("SOL_TCP").orElseThrow(),
                (int) Symbols.number("TCP_INFO").orElseThrow(),
                Short.MAX_VALUE);
        return target.call(ask) instanceof Answer.Result result
                        && result.output() instanceof Output.Option(OptionValue.Fields(Map<String, Long> fields))
                ? fields
                : Map.of();
    }

    /** How the connection stands, for reports. */
    private String state() {
        try {
            OptionalInt connection = calls.connection();
            Map<String, Long> figures = connection.isEmpty() ? Map.of() : figures(connection.getAsInt());
            return figures.isEmpty() ? "" : "\n  connection: " + Assertions.text(figures);
        } catch (IOException failed) {
            return "\n  connection: cannot be asked: " + failed.getMessage();
        }
    }

    // ---- The end

    private void finish() throws Stop, IOException {
        Optional<Long> lastEnd = calls.lastEnd();
        if (lastEnd.isPresent()) {
            awaited = new Awaited(awaited.line(), "the end of " + calls.waiting());
            passTo(Math.max(lastEnd.get(), target.now()));
        }
        take();
        calls.requireAllEnded();
        if (judgement.leftovers()) {
            outbound.requireNothing(script, sent, judgement.everyAck());
        }
    }
}
