package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws scripts in which everything that the language has comes up. Positions are all the same: nobody has written them. */
final class RandomScripts {
    static final Position NOWHERE = new Position(1, 1);

    private final RandomGenerator random;
    private final RandomPackets packets;

    RandomScripts(RandomGenerator random) {
        this.random = random;
        this.packets = new RandomPackets(random);
    }

    Script script() {
        return new Script(
                "random.pkt",
                new ScriptOptions(list(3, this::option)),
                list(2, this::shell),
                atLeastOne(6, this::event),
                list(2, this::shell));
    }

    private ScriptOption option() {
        return switch (random.nextInt(4)) {
            case 0 -> new ScriptOption(NOWHERE, "mss", Optional.of(Integer.toString(random.nextInt(65536))));
            case 1 -> new ScriptOption(NOWHERE, "ip_version", Optional.of("ipv4-mapped-ipv6"));
            case 2 -> new ScriptOption(NOWHERE, "any_thing", Optional.of("\"with blanks\",`x y`=z"));
            default -> new ScriptOption(NOWHERE, "debug", Optional.empty());
        };
    }

    private Event event() {
        Action action = action();
        boolean outbound =
                action instanceof Action.Packet packet && packet.packet().direction() == Direction.OUTBOUND;
        return new Event(NOWHERE, outbound ? anyTime() : exactTime(), blocking(action), "");
    }

    private Action action() {
        return switch (random.nextInt(6)) {
            case 0 -> shell();
            case 1 -> new Action.Code(NOWHERE, "assert a == '}',\n  'b # c'");
            case 2 -> call();
            default -> new Action.Packet(packets.packet());
        };
    }

    /** A call returns later than any time that is drawn. */
    private Action blocking(Action action) {
        return action instanceof Action.Call call && random.nextBoolean()
                ? new Action.Call(
                        NOWHERE,
                        OptionalLong.of(20_000_000_000L + random.nextLong(1_000_000_000)),
                        call.name(),
                        call.arguments(),
                        call.result())
                : action;
    }

    private Action.Shell shell() {
        return new Action.Shell(NOWHERE, pick("true", "echo \\`date\\` # \"x\"", "a\n  b // c"));
    }

    private EventTime exactTime() {
        long ns = ns();
        return random.nextBoolean() ? new EventTime.At(ns) : new EventTime.After(ns);
    }

    private EventTime anyTime() {
        long from = ns();
        long until = from + ns();
        return switch (random.nextInt(5)) {
            case 0 -> new EventTime.Anytime();
            case 1 -> new EventTime.Within(from, until);
            case 2 -> new EventTime.AfterWithin(from, until);
            default -> exactTime();
        };
    }

    private long ns() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(10) * 1_000_000_000L;
            case 1 -> random.nextInt(10_000) * 1_000_000L;
            default -> random.nextLong(10_000_000_000L);
        };
    }

    private Action.Call call() {
        Action.CallResult result = new Action.CallResult(
                result(),
                random.nextBoolean() ? Optional.of("EAGAIN") : Optional.empty(),
                random.nextBoolean() ? Optional.of("Can't do that") : Optional.empty());
        return new Action.Call(
                NOWHERE, OptionalLong.empty(), pick("read", "sendmsg"), list(4, () -> expression(4)), result);
    }

    /** A function would look like a name with a note. */
    private Expression result() {
        return switch (random.nextInt(4)) {
            case 0 -> new Expression.Or(List.of(plain(), plain()));
            case 1 -> new Expression.Array(NOWHERE, list(3, () -> expression(3)));
            default -> plain();
        };
    }

    private Expression expression(int depth) {
        if (depth > 0 && random.nextInt(8) == 0) {
            return new Expression.Or(List.of(plain(), plain(), plain()));
        }
        return depth > 0 && random.nextBoolean() ? composed(depth - 1) : plain();
    }

    private Expression composed(int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> new Expression.Array(NOWHERE, list(4, () -> expression(depth)));
            case 1 -> new Expression.Struct(NOWHERE, list(4, () -> expression(depth)));
            case 2 -> new Expression.Field(NOWHERE, pick("fd", "msg_iov"), size(depth), expression(depth));
            case 3 -> new Expression.Function(NOWHERE, "htons", list(3, () -> expression(depth)));
            case 4 -> new Expression.AddressOf(NOWHERE, expression(depth));
            case 5 -> new Expression.Labels(NOWHERE, atLeastOne(3, packets::label));
            default -> new Expression.Gre(NOWHERE, packets.greWithFlags());
        };
    }

    private Optional<Expression> size(int depth) {
        return random.nextBoolean() ? Optional.of(expression(depth)) : Optional.empty();
    }

    private Expression plain() {
        return switch (random.nextInt(6)) {
            case 0 -> new Expression.Ellipsis(NOWHERE);
            case 1 -> new Expression.Star(NOWHERE);
            case 2 -> new Expression.Numeral(NOWHERE, random.nextLong(), true);
            case 3 -> new Expression.Numeral(NOWHERE, random.nextLong() >> random.nextInt(64), false);
            case 4 -> new Expression.Text(NOWHERE, pick("", "text", "\0\n\"\\\u00ff"), random.nextBoolean());
            default -> new Expression.Symbol(NOWHERE, pick("SOCK_STREAM", "x1"));
        };
    }

    private <T> List<T> list(int bound, Supplier<T> drawn) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(bound); i > 0; i--) {
            list.add(drawn.get());
        }
        return list;
    }

    private <T> List<T> atLeastOne(int bound, Supplier<T> drawn) {
        List<T> list = list(bound, drawn);
        list.add(drawn.get());
        return list;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
