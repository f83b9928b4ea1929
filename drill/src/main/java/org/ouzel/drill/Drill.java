package org.ouzel.drill;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.kernel.KernelTarget;
import org.ouzel.drill.run.BadOption;
import org.ouzel.drill.run.CapturedTarget;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Network;
import org.ouzel.drill.run.ScriptRun;
import org.ouzel.drill.run.SimTarget;
import org.ouzel.drill.run.Target;
import org.ouzel.drill.run.TimeIsUp;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.drill.run.Verdict;
import org.ouzel.drill.script.Script;
import org.ouzel.drill.script.ScriptError;
import org.ouzel.drill.script.ScriptOptions;
import org.ouzel.drill.script.ScriptParser;

/**
 * Runs scripts, each against a host of its own. Whatever becomes of one is told in its report, and does not touch the others. For any
 * thread.
 *
 * {@snippet :
 * ScriptReport report = new Drill(DrillSettings.DEFAULT).run(ScriptFile.of(path));
 * }
 */
public final class Drill {
    /** No line of the script. */
    private static final int NOWHERE = 0;

    private static final Duration REHEARSAL = Duration.ofSeconds(5);

    private final DrillSettings settings;
    private final ScriptParser parser;
    private final Judgement judgement;
    private final Hosts simulated;
    private final Hosts hosts;

    /**
     * Runs nothing yet.
     *
     * @throws IllegalArgumentException if there is no such profile, or no such switch
     */
    public Drill(DrillSettings settings) {
        Habits habits = Habits.named(settings.profile(), settings.switches());
        this.settings = settings;
        this.parser = new ScriptParser(
                settings.definitions().values(), settings.definitions().names());
        this.judgement = habits.judgement();
        this.simulated =
                (script, limit) -> new SimTarget(Network.of(script), limit, habits.settings(), habits.shells());
        this.hosts = switch (settings.target()) {
            case SIM -> simulated;
            case KERNEL -> (script, limit) -> KernelTarget.open(Network.of(script), limit);
        };
    }

    /**
     * Throws if the target cannot be had here, with what it lacks.
     *
     * @throws UnsupportedOperationException if it is not for this computer
     */
    public void requireTarget() throws IOException {
        Script nothing = new Script("", ScriptOptions.NONE, List.of(), List.of(), List.of());
        try {
            hosts.of(nothing, new TimeLimit(settings.timeout())).close();
        } catch (BadOption impossible) {
            throw new AssertionError("a script without options", impossible);
        }
    }

    /** Runs a script that is in a file. */
    public ScriptReport run(ScriptFile file) {
        String name = file.path().toString();
        return timed(name, () -> verdict(name, Files.readString(file.path()), file.capture()));
    }

    /**
     * Runs a script.
     *
     * @param name its name, for the report
     * @param text what is in it
     */
    public ScriptReport run(String name, String text) {
        return timed(name, () -> verdict(name, text, Optional.empty()));
    }

    /**
     * Runs scripts, as many at a time as the settings say.
     *
     * @param onDone told of each, on the calling thread, in the order in which they are given
     * @return the reports in the same order
     */
    public List<ScriptReport> run(List<ScriptFile> files, Consumer<ScriptReport> onDone) throws InterruptedException {
        ExecutorService jobs = Executors.newFixedThreadPool(
                settings.jobs(), Thread.ofPlatform().name("drill-", 0).daemon().factory());
        try {
            List<Future<ScriptReport>> running = new ArrayList<>();
            files.forEach(file -> running.add(jobs.submit(() -> run(file))));
            List<ScriptReport> reports = new ArrayList<>();
            for (Future<ScriptReport> one : running) {
                reports.add(taken(one));
                onDone.accept(reports.getLast());
            }
            return List.copyOf(reports);
        } finally {
            jobs.shutdownNow();
        }
    }

    private static ScriptReport taken(Future<ScriptReport> one) throws InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a job ended that should not", failed);
        }
    }

    // ---- One

    /** What gives a verdict. */
    interface Trial {
        Verdict verdict() throws IOException;
    }

    static ScriptReport timed(String name, Trial trial) {
        long begunNs = System.nanoTime();
        Verdict verdict = reported(trial);
        return ScriptReport.of(name, verdict, Duration.ofNanos(System.nanoTime() - begunNs));
    }

    private static Verdict reported(Trial trial) {
        try {
            return trial.verdict();
        } catch (NoSuchFileException missing) {
            return new Verdict.Failed(NOWHERE, "no such file: " + missing.getFile());
        } catch (CharacterCodingException binary) {
            return new Verdict.Failed(NOWHERE, "is not a text in UTF-8");
        } catch (TimeIsUp over) {
            return new Verdict.Failed(NOWHERE, over.getMessage() + "\n  before the script had begun");
        } catch (IOException failed) {
            return new Verdict.Failed(NOWHERE, "could not be run: " + failed);
        } catch (RuntimeException | Error unexpected) {
            return new Verdict.Failed(NOWHERE, "the run failed by itself: " + text(unexpected));
        }
    }

    private static String text(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure + (trace.length == 0 ? "" : "\n  at " + trace[0]);
    }

    private Verdict verdict(String name, String text, Optional<Path> capture) throws IOException {
        Script script;
        try {
            script = parser.parse(name, text);
        } catch (ScriptError error) {
            return new Verdict.Failed(
                    error.position().line(),
                    "column " + error.position().column() + ": expected " + error.expected() + ", found "
                            + error.found());
        }
        try {
            return verdict(script, capture);
        } catch (BadOption bad) {
            return new Verdict.Failed(bad.line(), bad.text());
        }
    }

    private Verdict verdict(Script script, Optional<Path> capture) throws IOException, BadOption {
        Judgement strict = Strictness.of(judgement, tolerance(), script.options());
        if (settings.target() == TargetKind.KERNEL) {
            rehearse(script, strict);
        }
        TimeLimit limit = new TimeLimit(settings.timeout());
        try (Target host = captured(hosts.of(script, limit), capture)) {
            return new ScriptRun(script, host, strict).run();
        }
    }

    private Tolerance tolerance() {
        boolean real = settings.target() == TargetKind.KERNEL;
        return real && settings.tolerance() instanceof Tolerance.AsTarget
                ? new Tolerance.Packetdrills()
                : settings.tolerance();
    }

    /** Runs a script in virtual time, whatever comes of it, so that no code has to be loaded once time is real. */
    private void rehearse(Script script, Judgement strict) throws BadOption {
        try (Target host = simulated.of(script, new TimeLimit(REHEARSAL))) {
            new ScriptRun(script, host, strict).run();
        } catch (IOException | RuntimeException | AssertionError ignored) {
            // It is not what is asked for.
        }
    }

    private static Target captured(Target host, Optional<Path> capture) throws IOException {
        return capture.isPresent() ? CapturedTarget.to(host, capture.get()) : host;
    }
}
