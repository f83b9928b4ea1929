package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.SimTarget;
import org.ouzel.drill.run.Sleep;
import org.ouzel.drill.run.TimeIsUp;
import org.ouzel.drill.settings.CommandLine.Piece;
import org.ouzel.drill.settings.CommandLine.Simple;
import org.ouzel.drill.settings.CommandLine.Step;
import org.ouzel.drill.settings.CommandLine.When;
import org.ouzel.drill.settings.CommandLine.Word;

/**
 * Does what commands would do to a host, if the host is one in virtual time: sets and tells settings, lists sockets, lets time
 * pass. A command of which only a part is understood is not: it changes what stands before that part, and says so.
 */
public final class SettingsShell implements Shell {
    private static final String NOWHERE = "/dev/null";

    private final SimTarget target;
    private final Sysctl sysctl;

    /** Whether what is run ends with the first command that fails. */
    private boolean endsAtFailure;

    /** The settings before the script that remembers them set any. */
    private Optional<SystemSettings> remembered = Optional.empty();

    /**
     * The shell of a host.
     *
     * @param switches what commands do not change
     */
    public SettingsShell(SimTarget target, Switches switches) {
        this.target = target;
        this.sysctl = new Sysctl(target, switches);
    }

    @Override
    public Result run(String command) throws TimeIsUp {
        try {
            endsAtFailure = false;
            Outcome outcome = run(CommandLine.parse(command));
            return outcome.succeeded() ? new Done() : new Failed("the command fails: " + command.strip());
        } catch (CommandNotUnderstood not) {
            return new NotUnderstood("not understood: " + not.reason());
        }
    }

    // ---- Lists, pipelines, words

    private Outcome run(CommandLine line) throws CommandNotUnderstood, TimeIsUp {
        Outcome last = Outcome.DONE;
        StringBuilder written = new StringBuilder();
        for (Step step : line.steps()) {
            if (isDue(step.when(), last)) {
                last = run(step);
                written.append(last.output());
                if (step.isExit() || (endsAtFailure && step.isToSucceed() && !last.succeeded())) {
                    break;
                }
            }
        }
        return new Outcome(last.status(), written.toString());
    }

    private static boolean isDue(When when, Outcome last) {
        return switch (when) {
            case ALWAYS -> true;
            case AFTER_SUCCESS -> last.succeeded();
            case AFTER_FAILURE -> !last.succeeded();
        };
    }

    private Outcome run(Step step) throws CommandNotUnderstood, TimeIsUp {
        Outcome last = Outcome.DONE;
        for (Simple command : step.commands()) {
            last = run(command, last.output());
        }
        return step.negated() ? new Outcome(last.succeeded() ? 1 : 0, last.output()) : last;
    }

    private Outcome run(Simple command, String input) throws CommandNotUnderstood, TimeIsUp {
        List<String> words = new ArrayList<>();
        for (Word word : command.words()) {
            words.add(text(word));
        }
        Outcome outcome = run(words.getFirst(), words.subList(1, words.size()), input);
        if (command.output().isEmpty()) {
            return outcome;
        }
        String file = text(command.output().get());
        if (Sysctl.isFile(file)) {
            sysctl.set(file, outcome.output());
        } else if (!file.equals(NOWHERE)) {
            throw new CommandNotUnderstood("the file " + file);
        }
        return new Outcome(outcome.status(), "");
    }

    private String text(Word word) throws CommandNotUnderstood, TimeIsUp {
        StringBuilder text = new StringBuilder();
        for (Piece piece : word.pieces()) {
            switch (piece) {
                case Piece.Text(String literal) -> text.append(literal);
                case Piece.Substitution(CommandLine command) ->
                    text.append(run(command).output().stripTrailing());
            }
        }
        return text.toString();
    }

    // ---- Programs

    private Outcome run(String path, List<String> words, String input) throws CommandNotUnderstood, TimeIsUp {
        Program program = Program.named(path.substring(path.lastIndexOf('/') + 1))
                .orElseThrow(() -> new CommandNotUnderstood("the command " + path));
        return switch (program) {
            case SUCCEED -> Outcome.DONE;
            case FAIL -> Outcome.FALSE;
            case ECHO -> TextPrograms.echo(words);
            case TEST -> test(words);
            case BRACKET -> bracket(words);
            case GREP -> TextPrograms.grep(words, input);
            case WC -> TextPrograms.wc(words, input);
            case CAT -> cat(words, input);
            case SLEEP -> sleep(words);
            case SUDO -> sudo(words, input);
            case SYSCTL -> sysctl(words);
            case KLDLOAD -> kldload(words);
            case MODPROBE -> modprobe(words);
            case IP -> NetworkPrograms.ip(words, sysctl);
            case TC -> NetworkPrograms.tc(words);
            case SET -> set(words);
            case RM -> rm(words);
            case EXIT -> exit(words);
            case SET_SYSCTLS -> setSysctls(words);
            case RESTORE -> restore();
            case DEFAULTS -> becomeLinux();
            case SS -> sockets().ss(words);
            case NETSTAT -> sockets().netstat(words);
            case SOCKSTAT -> sockets().sockstat(words);
        };
    }

    private Outcome restore() {
        remembered.ifPresent(sysctl::become);
        return Outcome.DONE;
    }

    /** What scripts for Linux begin with: a Linux where every socket may send and take data with a SYN, by a known key. */
    private Outcome becomeLinux() throws CommandNotUnderstood {
        sysctl.become(linux());
        sysctl.set("net.ipv4.tcp_fastopen", "0x70403");
        sysctl.set("net.ipv4.tcp_fastopen_key", "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4");
        sysctl.forgetPeers();
        return Outcome.DONE;
    }

    private static Profile linux() {
        try {
            return Profile.named("linux");
        } catch (BadSetting none) {
            throw new AssertionError(none);
        }
    }

    private static Outcome bracket(List<String> words) throws CommandNotUnderstood {
        if (words.isEmpty() || !words.getLast().equals("]")) {
            throw new CommandNotUnderstood("a bracket without an end");
        }
        return test(words.subList(0, words.size() - 1));
    }

    /** Of files there are those of settings. */
    private static Outcome test(List<String> words) throws CommandNotUnderstood {
        boolean asksForFile =
                words.size() == 2 && Set.of("-e", "-f", "-r", "-w").contains(words.getFirst());
        return asksForFile ? Outcome.of(Sysctl.isKnown(words.getLast())) : TextPrograms.test(words);
    }

    /** Nothing is left behind by scripts: there is nothing to remove. */
    private static Outcome rm(List<String> words) throws CommandNotUnderstood {
        if (words.isEmpty() || !words.getFirst().equals("-f") || words.stream().anyMatch(Sysctl::isFile)) {
            throw new CommandNotUnderstood("rm " + String.join(" ", words));
        }
        return Outcome.DONE;
    }

    private static Outcome exit(List<String> words) throws CommandNotUnderstood {
        if (words.size() > 1 || !String.join("", words).matches("\\d{0,3}")) {
            throw new CommandNotUnderstood("exit " + String.join(" ", words));
        }
        return Outcome.of(words.isEmpty() || Integer.parseInt(words.getFirst()) == 0);
    }

    /** A command that fails ends what stands with it, if that was asked for. */
    private Outcome set(List<String> words) throws CommandNotUnderstood {
        if (!words.equals(List.of("-e"))) {
            throw new CommandNotUnderstood("set " + String.join(" ", words));
        }
        endsAtFailure = true;
        return Outcome.DONE;
    }

    private Outcome sudo(List<String> words, String input) throws CommandNotUnderstood, TimeIsUp {
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            throw new CommandNotUnderstood("sudo " + String.join(" ", words));
        }
        return run(words.getFirst(), words.subList(1, words.size()), input);
    }

    private Outcome cat(List<String> words, String input) throws CommandNotUnderstood {
        if (words.isEmpty()) {
            return Outcome.written(input);
        }
        if (words.size() > 1 || !Sysctl.isFile(words.getFirst())) {
            throw new CommandNotUnderstood("cat " + String.join(" ", words));
        }
        return Outcome.written(sysctl.value(words.getFirst()) + "\n");
    }

    private Outcome sleep(List<String> words) throws CommandNotUnderstood, TimeIsUp {
        OptionalLong ns = Sleep.ns(words);
        if (ns.isEmpty()) {
            throw new CommandNotUnderstood("sleep " + String.join(" ", words));
        }
        target.sleep(ns.getAsLong());
        return Outcome.DONE;
    }

    private SocketTables sockets() {
        return new SocketTables(target.connections(), target.listening());
    }

    // ---- Settings

    private Outcome sysctl(List<String> words) throws CommandNotUnderstood {
        boolean bare = false;
        StringBuilder written = new StringBuilder();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (word.startsWith("-")) {
                if (!word.matches("-[qwnei]+")) {
                    throw new CommandNotUnderstood("sysctl " + word);
                }
                bare |= word.contains("n");
            } else if (equals > 0) {
                sysctl.set(word.substring(0, equals), word.substring(equals + 1));
            } else {
                written.append(bare ? "" : heading(word))
                        .append(sysctl.value(word))
                        .append('\n');
            }
        }
        return Outcome.written(written.toString());
    }

    /** What stands before a value: FreeBSD's names have a colon behind them, Linux's an equals sign. */
    private static String heading(String name) {
        return name + (ForeignSettings.FREEBSD.all().containsKey(name) ? ": " : " = ");
    }

    /** A module that is there changes nothing until it is chosen, by a setting. */
    private static Outcome kldload(List<String> words) throws CommandNotUnderstood {
        for (String word : words) {
            if (!word.matches("-[nqv]+|(cc|tcp)_\\w+(\\.ko)?")) {
                throw new CommandNotUnderstood("kldload " + word);
            }
        }
        return Outcome.DONE;
    }

    /** As with {@link #kldload}. */
    private static Outcome modprobe(List<String> words) throws CommandNotUnderstood {
        for (String word : words) {
            if (!word.matches("-[qvs]+|tcp_\\w+|tun|sch_\\w+")) {
                throw new CommandNotUnderstood("modprobe " + word);
            }
        }
        return Outcome.DONE;
    }

    /** Files of settings and what they are to be; what they were is remembered. */
    private Outcome setSysctls(List<String> words) throws CommandNotUnderstood {
        if (remembered.isEmpty()) {
            remembered = Optional.of(target.settings());
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new CommandNotUnderstood("set_sysctls.py " + word);
            }
            sysctl.set(word.substring(0, equals), word.substring(equals + 1));
        }
        return Outcome.DONE;
    }
}
