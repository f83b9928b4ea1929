package org.ouzel.drill.script;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options at the top of a script. Of those with the same name the last counts.
 *
 * @param all each of them, in the order of the script, known or not
 */
public record ScriptOptions(List<ScriptOption> all) {
    /** No option. */
    public static final ScriptOptions NONE = new ScriptOptions(List.of());

    /** Copies the list. */
    public ScriptOptions {
        all = List.copyOf(all);
    }

    /** The option of that name, if it is there. */
    public Optional<ScriptOption> find(String name) {
        return all.stream().filter(option -> option.name().equals(name)).reduce((first, second) -> second);
    }

    /** The option, if it is there. */
    public Optional<ScriptOption> find(KnownOption option) {
        return find(option.written());
    }

    /** The value of an option without quotes around it, if it is there and has one. */
    public Optional<String> text(KnownOption option) {
        return find(option).flatMap(ScriptOption::value).map(ScriptOptions::unquoted);
    }

    /** The value of an option that is a number, if it is there: the parser has seen to it that it is one. */
    public OptionalLong number(KnownOption option) {
        if (option.form() != KnownOption.Form.NUMBER) {
            throw new IllegalArgumentException(option.written() + " is not a number");
        }
        return text(option).map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /** The parts of a value that is a list with commas; none where the option is not there. */
    public List<String> list(KnownOption option) {
        return text(option).map(text -> List.of(text.split(",", -1))).orElseGet(List::of);
    }

    /** Whether a switch is on: it is there, without a value, or with one that is not 0. */
    public boolean isOn(KnownOption option) {
        return find(option)
                .map(found -> !found.value().equals(Optional.of("0")))
                .orElse(false);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
