package org.ouzel.drill.script;

import java.util.OptionalLong;

/** Reads events: when, and what. */
final class EventParser {
    private static final String TIME = "a time: 0.1, +0.1, *, 0.1~0.2 or +0.1~+0.2";
    private static final String ACTION = "<, >, a system call, a command in back quotes or code";

    private final Tokens tokens;
    private final CallParser calls;

    EventParser(Tokens tokens) {
        this.tokens = tokens;
        this.calls = new CallParser(tokens);
    }

    Event event() throws ScriptError {
        Token first = tokens.peek();
        EventTime time = time();
        OptionalLong until = tokens.at(TokenKind.ELLIPSIS) ? end(time) : OptionalLong.empty();
        Token what = tokens.peek();
        Action action = until.isPresent() ? calls.call(until) : action();
        boolean outbound =
                action instanceof Action.Packet packet && packet.packet().direction() == Direction.OUTBOUND;
        if (!outbound && !(time instanceof EventTime.At) && !(time instanceof EventTime.After)) {
            throw tokens.source().error(what, "an outbound packet behind a time that is not exact");
        }
        String line = tokens.source().line(first.position().line());
        return new Event(first.position(), time, action, line);
    }

    private Action action() throws ScriptError {
        Token first = tokens.peek();
        return switch (first.kind()) {
            case WORD -> calls.call(OptionalLong.empty());
            case COMMAND -> new Action.Shell(first.position(), tokens.next().text());
            case CODE -> new Action.Code(first.position(), tokens.next().text());
            default -> {
                if (!first.is('<') && !first.is('>')) {
                    throw tokens.error(ACTION);
                }
                yield new Action.Packet(new PacketParser(tokens).packet());
            }
        };
    }

    private EventTime time() throws ScriptError {
        if (tokens.take('*')) {
            return new EventTime.Anytime();
        }
        boolean relative = tokens.take('+');
        long from = seconds(relative ? "seconds behind the +" : TIME);
        if (!tokens.take('~')) {
            return relative ? new EventTime.After(from) : new EventTime.At(from);
        }
        if (relative) {
            tokens.take('+');
        }
        Token last = tokens.peek();
        long until = seconds("the end of the range of times, in seconds");
        if (until < from) {
            throw tokens.source().error(last, "a time that is not before the beginning of the range");
        }
        return relative ? new EventTime.AfterWithin(from, until) : new EventTime.Within(from, until);
    }

    /** When a call that blocks returns. */
    private OptionalLong end(EventTime time) throws ScriptError {
        Token ellipsis = tokens.next();
        long begin =
                switch (time) {
                    case EventTime.At at -> at.ns();
                    case EventTime.After after -> after.ns();
                    case EventTime.Within _, EventTime.AfterWithin _, EventTime.Anytime _ ->
                        throw tokens.source().error(ellipsis, "an exact time before ...");
                };
        if (time instanceof EventTime.After) {
            tokens.take('+');
        }
        Token last = tokens.peek();
        long until = seconds("the time when the call returns, in seconds");
        if (until < begin) {
            throw tokens.source().error(last, "a time that is not before the beginning of the call");
        }
        return OptionalLong.of(until);
    }

    private long seconds(String expected) throws ScriptError {
        if (!tokens.at(TokenKind.NUMBER) && !tokens.at(TokenKind.FLOAT)) {
            throw tokens.error(expected);
        }
        Token token = tokens.next();
        return Numbers.nanoseconds(token.text())
                .orElseThrow(() -> tokens.source().error(token, "seconds that are not negative and less than 10^9"));
    }
}
