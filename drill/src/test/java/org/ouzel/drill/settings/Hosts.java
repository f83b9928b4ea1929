package org.ouzel.drill.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.InitialNumbers;
import org.ouzel.core.tcp.PagePool;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.wire.Drops;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.BadOption;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Network;
import org.ouzel.drill.run.ScriptRun;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.SimTarget;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.drill.run.Verdict;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptError;
import org.ouzel.drill.script.ScriptOptions;
import org.ouzel.drill.script.ScriptParser;

/** Hosts in virtual time, of a profile and with switches, for tests. */
final class Hosts {
    private Hosts() {}

    /** Settings to change; nothing is ever opened with them. */
    static SystemSettings plainSettings() {
        Environment environment = new Environment(TcpParameters.DEFAULT, new NoPages(), new NoNumbers(), new Drops());
        return SystemSettings.plain(environment, () -> 0);
    }

    static SimTarget host(String profile, Switches switches, ScriptOptions options) throws BadSetting {
        Profile habits = Profile.named(profile);
        SplittableRandom random = new SplittableRandom(1);
        return new SimTarget(
                network(options),
                new TimeLimit(Duration.ofMinutes(1)),
                environment -> switches.over(habits.settings(environment, random::nextLong)),
                target -> new SettingsShell(target, switches));
    }

    static Network network(ScriptOptions options) {
        try {
            return Network.of(options);
        } catch (BadOption bad) {
            throw new AssertionError(bad);
        }
    }

    static SimTarget host(String profile) throws BadSetting {
        return host(profile, Switches.NONE, ScriptOptions.NONE);
    }

    static Shell.Result command(SimTarget target, String command) {
        try {
            return target.shell().run(command);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What comes of a script. */
    static Verdict play(String profile, Switches switches, String text) throws Exception {
        Script script = parsed(text);
        return new ScriptRun(script, host(profile, switches, script.options()), switches.over(Judgement.STRICT)).run();
    }

    private static Script parsed(String text) throws ScriptError {
        return new ScriptParser().parse("test", text);
    }

    private static final class NoPages implements PagePool {
        @Override
        public Optional<MemorySegment> take() {
            return Optional.empty();
        }

        @Override
        public void give(MemorySegment page) {}

        @Override
        public long freeBytes() {
            return 0;
        }
    }

    private static final class NoNumbers implements InitialNumbers {
        @Override
        public int sequence(FourTuple tuple, long now) {
            return 0;
        }

        @Override
        public int timestampOffset(FourTuple tuple) {
            return 0;
        }
    }
}
