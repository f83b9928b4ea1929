package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation of the settings is what the tables say. What it should be is written to {@code target}. */
class SettingsDocumentTest {
    private static final String NAME = "drill-settings.md";
    private static final Path DOCUMENT = Path.of("..", "docs", NAME);

    private static final String INTRODUCTION = """
            # Settings of the host under test

            What a host in virtual time begins with, and how a script or its runner changes that. The tables are those of
            [`org.ouzel.drill.settings`](../drill/src/main/java/org/ouzel/drill/settings); a test compares this page with them.

            - `--profile` chooses the habits of a kind of host: `rfc`, Ouzel's own; `linux`; `freebsd`. Each is a file with a value
              for each setting.
            - `--set NAME=VALUE` changes a setting, whatever the profile or a script says, or how strictly things are compared.
            - Commands of scripts set what they name, by the names of Linux or FreeBSD, below.

            ## Commands

            Lists of pipelines (`;`, `&&`, `||`, `|`, `!`, line ends), quotes and `$(…)` are understood; variables, loops and
            conditions are not. **What is not understood, or not to be had, is said, and the script is not run to its end.**

            | command | does |
            |---|---|
            """;

    @Test
    void theDocumentSaysWhatTheTablesSay() throws IOException, BadSetting {
        String expected = document();
        Path made = Path.of("target", NAME);
        Files.writeString(made, expected);
        assertThat(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "")
                .as("%s has changed: copy %s there", DOCUMENT, made.toAbsolutePath())
                .isEqualTo(expected);
    }

    @Test
    void eachNameIsOfItsSystem() {
        Pattern linux = Pattern.compile("net\\.(ipv4|ipv6|core)\\.[a-z0-9_.]+");
        Pattern freeBsd = Pattern.compile("(net\\.inet|kern)\\.[a-z0-9_.]+");
        assertThat(ForeignSettings.LINUX.all().keySet()).allMatch(linux.asMatchPredicate());
        assertThat(ForeignSettings.FREEBSD.all().keySet()).allMatch(freeBsd.asMatchPredicate());
    }

    /** What can be told of a setting can be set, and is then told. */
    @Test
    void eachValueThatIsToldCanBeSet() throws BadSetting {
        for (String profile : Profile.NAMES) {
            for (ForeignSettings system : List.of(ForeignSettings.LINUX, ForeignSettings.FREEBSD)) {
                for (Map.Entry<String, Effect> entry : system.all().entrySet()) {
                    Draft draft = new Draft(Profile.named(profile).over(Hosts.plainSettings()));
                    Optional<String> value = entry.getValue().value(draft);
                    if (value.isPresent()) {
                        entry.getValue().set(draft, value.get());
                        assertThat(entry.getValue().value(draft))
                                .as(entry.getKey())
                                .isEqualTo(value);
                    }
                }
            }
        }
    }

    private static String document() throws BadSetting {
        List<String> lines = new ArrayList<>(List.of(INTRODUCTION.strip().split("\n", -1)));
        for (Program program : Program.values()) {
            lines.add("| " + program.written() + " | " + program.does() + " |");
        }
        lines.addAll(List.of("", "## Settings, and what the profiles have", ""));
        lines.addAll(List.of("| setting | is | values | rfc | linux | freebsd |", "|---|---|---|---|---|---|"));
        for (Knob<?> knob : Knob.ALL) {
            lines.add("| `" + knob.name() + "` | " + knob.meaning() + " | "
                    + knob.form().possible() + values(knob.name()) + " |");
        }
        lines.addAll(List.of("", "## Other switches", "", "| switch | values |", "|---|---|"));
        Switches.others().forEach((name, values) -> lines.add("| `" + name + "` | " + values + " |"));
        lines.addAll(List.of("", "## Names of Linux", "", "| name | what it does |", "|---|---|"));
        ForeignSettings.LINUX.all().forEach((name, effect) -> lines.add(row(name, effect)));
        lines.addAll(List.of("", "## Names of FreeBSD", "", "| name | what it does |", "|---|---|"));
        ForeignSettings.FREEBSD.all().forEach((name, effect) -> lines.add(row(name, effect)));
        return String.join("\n", lines) + "\n";
    }

    private static String values(String knob) throws BadSetting {
        StringBuilder cells = new StringBuilder();
        for (String profile : Profile.NAMES) {
            cells.append(" | ").append(Profile.named(profile).values().get(knob));
        }
        return cells.toString();
    }

    private static String row(String name, Effect effect) {
        return "| `" + name + "` | " + effect.meaning() + " |";
    }
}
