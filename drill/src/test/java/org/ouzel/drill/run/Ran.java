package org.ouzel.drill.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptError;
import org.ouzel.drill.script.ScriptParser;

/** Runs scripts of tests in virtual time. */
final class Ran {
    private static final String PASSIVE = """
            0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            +.1 < S 0:0(0) win 65535 <mss 1000,sackOK,nop,nop,nop,wscale 7>
            +0 > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 1024
            +0 accept(3, ..., ...) = 4
            """;

    private Ran() {}

    /** What comes of a script. */
    static Verdict script(String text) throws IOException {
        return script(text, Judgement.STRICT);
    }

    /** The same, held to something else. */
    static Verdict script(String text, Judgement judgement) throws IOException {
        return script(text, judgement, Duration.ofMinutes(1));
    }

    /** The same, with a limit of real time. */
    static Verdict script(String text, Judgement judgement, Duration limit) throws IOException {
        return script(text, judgement, limit, Shell.NotUnderstood::new, target -> target);
    }

    /** The same, with commands that something else is done for than to say that they are not understood. */
    static Verdict script(String text, Judgement judgement, Duration limit, Shell shell) throws IOException {
        return script(text, judgement, limit, shell, target -> target);
    }

    /** What comes of a script whose every event is late by so much. */
    static Verdict late(String text, Duration by) throws IOException {
        return script(
                text,
                Judgement.STRICT,
                Duration.ofMinutes(1),
                Shell.NotUnderstood::new,
                target -> new LateTarget(target, by));
    }

    private static Verdict script(
            String text, Judgement judgement, Duration limit, Shell shell, UnaryOperator<Target> seen)
            throws IOException {
        Script script;
        try {
            script = new ScriptParser().parse("test", text);
        } catch (ScriptError broken) {
            throw new AssertionError(broken);
        }
        Network network;
        try {
            network = Network.of(script);
        } catch (BadOption bad) {
            throw new AssertionError(bad);
        }
        try (Target target = seen.apply(new SimTarget(
                network,
                new TimeLimit(limit),
                environment -> SystemSettings.plain(environment, new Random(1)::nextLong),
                _ -> shell))) {
            return new ScriptRun(script, target, judgement).run();
        }
    }

    /** What comes of a script that goes on after a passive open, with the connection as descriptor 4, 0.2 s after the beginning. */
    static Verdict afterPassiveOpen(String text) throws IOException {
        return script(PASSIVE + text);
    }
}
