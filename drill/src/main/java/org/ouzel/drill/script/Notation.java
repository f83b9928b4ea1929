package org.ouzel.drill.script;

import java.util.stream.Collectors;

/** Writes trees as scripts. What is written is read as the same tree again, save the positions. */
public final class Notation {
    private Notation() {}

    /** A whole script. */
    public static String of(Script script) {
        StringBuilder text = new StringBuilder();
        script.options().all().forEach(option -> text.append(of(option)).append('\n'));
        script.setUp().forEach(command -> text.append(of(command)).append('\n'));
        script.events().forEach(event -> text.append(of(event)).append('\n'));
        script.cleanUp().forEach(command -> text.append(of(command)).append('\n'));
        return text.toString();
    }

    /** An option line. */
    public static String of(ScriptOption option) {
        return "--" + option.name() + option.value().map(value -> "=" + value).orElse("");
    }

    /** An event: its time, and what happens. */
    public static String of(Event event) {
        return of(event.time())
                + switch (event.action()) {
                    case Action.Call call
                    when call.untilNs().isPresent() ->
                        "..." + Numbers.seconds(call.untilNs().getAsLong()) + " " + of(call);
                    case Action action -> " " + of(action);
                };
    }

    /** A time. */
    public static String of(EventTime time) {
        return switch (time) {
            case EventTime.At at -> Numbers.seconds(at.ns());
            case EventTime.After after -> "+" + Numbers.seconds(after.ns());
            case EventTime.Within within -> Numbers.seconds(within.fromNs()) + "~" + Numbers.seconds(within.untilNs());
            case EventTime.AfterWithin within ->
                "+" + Numbers.seconds(within.fromNs()) + "~+" + Numbers.seconds(within.untilNs());
            case EventTime.Anytime _ -> "*";
        };
    }

    /** What happens at an event; of a call that blocks, without the time when it returns. */
    public static String of(Action action) {
        return switch (action) {
            case Action.Packet packet -> of(packet.packet());
            case Action.Call call ->
                call.name() + "(" + ExpressionNotation.list(call.arguments()) + ") = " + of(call.result());
            case Action.Shell shell -> "`" + shell.command() + "`";
            case Action.Code code -> "%{ " + code.text() + " }%";
        };
    }

    /** What a call gives. */
    public static String of(Action.CallResult result) {
        return of(result.value())
                + result.errno().map(errno -> " " + errno).orElse("")
                + result.note().map(note -> " (" + note + ")").orElse("");
    }

    /** An argument of a call, or its result. */
    public static String of(Expression expression) {
        return ExpressionNotation.of(expression);
    }

    /** A packet: its direction, and all of it. */
    public static String of(PacketSpec packet) {
        return (packet.direction() == Direction.INBOUND ? "< " : "> ")
                + packet.outer().stream()
                        .map(PacketNotation::of)
                        .map(header -> header + ": ")
                        .collect(Collectors.joining())
                + PacketNotation.clause(packet.ip())
                + of(packet.payload())
                + packet.udp()
                        .map(ports -> " /udp(" + PacketNotation.ports(ports) + ")")
                        .orElse("");
    }

    /** A header around a packet, without the colon behind it. */
    public static String of(Encapsulation header) {
        return PacketNotation.of(header);
    }

    /** What is in a packet. */
    public static String of(PacketPayload payload) {
        return PacketNotation.of(payload);
    }

    /** An option of a segment. */
    public static String of(TcpOption option) {
        return TcpOptionNotation.of(option);
    }

    /** Flags of a segment. */
    public static String of(FlagSet flags) {
        return FlagLetters.write(flags);
    }
}
