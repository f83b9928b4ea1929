package org.ouzel.drill.script;

/** Pieces of scripts, read. */
final class Parsed {
    private Parsed() {}

    static Script script(String... lines) throws ScriptError {
        return new ScriptParser().parse("test.pkt", String.join("\n", lines));
    }

    /** The only event of the text. */
    static Event event(String text) throws ScriptError {
        Script script = script(text);
        if (script.events().size() != 1) {
            throw new AssertionError(script.events().size() + " events in " + text);
        }
        return script.events().getFirst();
    }

    static PacketSpec packet(String text) throws ScriptError {
        return ((Action.Packet) event("0 " + text).action()).packet();
    }

    static TcpSpec tcp(String text) throws ScriptError {
        return (TcpSpec) packet(text).payload();
    }

    static Action.Call call(String text) throws ScriptError {
        return (Action.Call) event("0 " + text).action();
    }

    /** The value as the only argument of a call. */
    static Expression expression(String text) throws ScriptError {
        return call("f(" + text + ") = 0").arguments().getFirst();
    }
}
