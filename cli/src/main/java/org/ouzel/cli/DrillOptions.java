package org.ouzel.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.Drill;
import org.ouzel.drill.DrillSettings;
import org.ouzel.drill.DrillSettings.Definitions;
import org.ouzel.drill.DrillSettings.TargetKind;
import org.ouzel.drill.Tolerance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what scripts are run against, and how strictly they are judged. */
final class DrillOptions {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "rfc",
            description = "Whose habits the host has (default: rfc).")
    private String profile = "";

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            defaultValue = "sim",
            description =
                    "The host under test: sim, Ouzel's own TCP in virtual time (default), or kernel, Linux's in real time,"
                            + " in a network namespace of its own (needs root).")
    private TargetKind target = TargetKind.SIM;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "What differs from the profile: one of its settings, or what is compared: psh=ignore, options=set (those of"
                            + " a SYN in any order), window=ignore, echo=ignore (of timestamps), leftovers=ignore, asserts=off,"
                            + " acks=lenient.")
    private List<String> switches = List.of();

    @Option(
            names = "-D",
            paramLabel = "NAME[=VALUE]",
            description = "Define a name for the scripts, and what it stands for.")
    private List<String> definitions = List.of();

    @Option(
            names = "--tolerance",
            paramLabel = "packetdrill|TIME",
            converter = ToleranceReader.class,
            description =
                    "By how much times may differ: as packetdrill has it (4 ms or an eighth, or as the script says),"
                            + " or by a time such as 10ms (default: not by a microsecond; as packetdrill with the kernel).")
    private @Nullable Tolerance tolerance;

    @Option(
            names = "--jobs",
            paramLabel = "J",
            description =
                    "How many scripts are run at a time (default: as many as there are processors; one with the kernel).")
    private @Nullable Integer jobs;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationReader.class,
            defaultValue = "10min",
            description =
                    "How much real time a script may take, such as 90s (default: 10min). One that takes more fails, with what"
                            + " it waited for, in virtual time too.")
    private Duration timeout = DrillSettings.DEFAULT_TIMEOUT;

    /** What was asked for. */
    Drill drill() {
        try {
            return new Drill(new DrillSettings(
                    target,
                    profile,
                    switches,
                    definitions(),
                    tolerance == null ? new Tolerance.AsTarget() : tolerance,
                    jobs == null ? defaultJobs() : jobs,
                    timeout));
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    /** Scripts in real time would be in each other's way. */
    private int defaultJobs() {
        return target == TargetKind.KERNEL ? 1 : Runtime.getRuntime().availableProcessors();
    }

    private Definitions definitions() {
        Map<String, String> values = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            if (equals < 0) {
                names.add(definition);
            } else {
                values.put(definition.substring(0, equals), definition.substring(equals + 1));
            }
        }
        return new Definitions(values, names);
    }

    static final class ToleranceReader implements ITypeConverter<Tolerance> {
        @Override
        public Tolerance convert(String text) {
            return text.equals("packetdrill")
                    ? new Tolerance.Packetdrills()
                    : new Tolerance.Within(DurationReader.duration(text)
                            .orElseThrow(() -> new TypeConversionException(
                                    "\"" + text + "\" is no tolerance: write it as packetdrill or as 10ms")));
        }
    }
}
