package org.ouzel.drill.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of other systems, by their names, and what each does to Ouzel. What is not here is not understood. */
final class ForeignSettings {
    /** Those that {@code sysctl} of Linux knows. */
    static final ForeignSettings LINUX = read("linux");

    /** Those that {@code sysctl} of FreeBSD knows. */
    static final ForeignSettings FREEBSD = read("freebsd");

    private final Map<String, Effect> effects;

    private ForeignSettings(Map<String, Effect> effects) {
        this.effects = Collections.unmodifiableMap(effects);
    }

    /** What it does to set the one of a name, of whichever system; empty if it is not known. */
    static Optional<Effect> find(String name) {
        return Optional.ofNullable(LINUX.effects.get(name)).or(() -> Optional.ofNullable(FREEBSD.effects.get(name)));
    }

    /** All of them, in the order of the table. */
    Map<String, Effect> all() {
        return effects;
    }

    private static ForeignSettings read(String system) {
        try (InputStream bytes =
                ForeignSettings.class.getResourceAsStream("/org/ouzel/drill/names/" + system + ".txt")) {
            if (bytes == null) {
                throw new AssertionError("the names of " + system + " are not in the module");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            return new ForeignSettings(parse(lines.readAllLines()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads a table; its lines are told at its beginning. */
    static Map<String, Effect> parse(List<String> lines) {
        Map<String, Effect> effects = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split(" ", 2);
                if (effects.putIfAbsent(words[0], effect(words[1])) != null) {
                    throw new AssertionError(words[0] + " is there twice");
                }
            }
        }
        return effects;
    }

    private static Effect effect(String text) {
        if (text.startsWith("lacks: ")) {
            return new Effect.Lacks(text.substring("lacks: ".length()));
        }
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "sets" -> sets(words[1]);
            case "does" -> new Effect.Does(Rule.named(words[1]));
            case "is" -> is(words[1]);
            default -> throw new AssertionError("a setting that neither sets, does, is nor lacks: " + text);
        };
    }

    private static Effect sets(String text) {
        String[] parts = text.split(" as ", 2);
        Knob<?> knob = Knob.find(parts[0]).orElseThrow(() -> new AssertionError("no setting of Ouzel's: " + parts[0]));
        return new Effect.Sets(knob, Unit.parse(parts[1]));
    }

    private static Effect is(String text) {
        String[] parts = text.split(": ", 2);
        return new Effect.Is(
                Arrays.stream(parts[0].split(" ", -1)).map(Values::parse).toList(), parts[1]);
    }
}
