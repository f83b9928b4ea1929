package org.ouzel.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads scripts. What it gives is well formed: numbers fit where they are, and what is sent is written in full.
 *
 * <p>A broken script is a {@link ScriptError}, whatever it is that is broken.
 */
public final class ScriptParser {
    private static final Set<String> IP_VERSIONS = Set.of("ipv4", "ipv6", "ipv4-mapped-ipv6");

    private final Map<String, String> definitions;
    private final Set<String> names;

    /** A parser for which nothing is defined but what the scripts define. */
    public ScriptParser() {
        this(Map.of(), Set.of());
    }

    /**
     * A parser with definitions from outside.
     *
     * @param definitions what names stand for: a string in quotes, a command in back quotes, a number or a word
     * @param names names that are there for {@code #ifdef}, beside those of the definitions
     */
    public ScriptParser(Map<String, String> definitions, Set<String> names) {
        this.definitions = Map.copyOf(definitions);
        this.names = Set.copyOf(names);
    }

    /**
     * Reads a script.
     *
     * @param file its name, for reports
     * @param text what is in it
     */
    public Script parse(String file, String text) throws ScriptError {
        SourceText source = new SourceText(file, text);
        Tokens tokens = new Tokens(source, definitions, names);
        ScriptOptions options = options(tokens);
        List<Action.Shell> setUp = commands(tokens);
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(tokens);
        do {
            events.add(parser.event());
        } while (!tokens.at(TokenKind.END) && !tokens.at(TokenKind.COMMAND));
        List<Action.Shell> cleanUp = commands(tokens);
        tokens.expect(TokenKind.END, "the end of the script behind its last commands");
        return new Script(file, options, setUp, events, cleanUp);
    }

    private static List<Action.Shell> commands(Tokens tokens) throws ScriptError {
        List<Action.Shell> commands = new ArrayList<>();
        while (tokens.at(TokenKind.COMMAND)) {
            Token command = tokens.next();
            commands.add(new Action.Shell(command.position(), command.text()));
        }
        return commands;
    }

    private static ScriptOptions options(Tokens tokens) throws ScriptError {
        List<ScriptOption> options = new ArrayList<>();
        while (tokens.at(TokenKind.OPTION)) {
            options.add(option(tokens));
        }
        return new ScriptOptions(options);
    }

    private static ScriptOption option(Tokens tokens) throws ScriptError {
        Token token = tokens.next();
        int equals = token.text().indexOf('=');
        String name = equals < 0 ? token.text() : token.text().substring(0, equals);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(token.text().substring(equals + 1));
        Optional<KnownOption> known = KnownOption.of(name);
        if (known.isPresent()) {
            check(tokens, token, known.get(), value.orElse(""));
        }
        return new ScriptOption(token.position(), name, value);
    }

    private static void check(Tokens tokens, Token token, KnownOption option, String value) throws ScriptError {
        if (option.form() == KnownOption.Form.NUMBER
                && (!value.matches("[0-9]+") || Numbers.decimal(value).isEmpty())) {
            throw tokens.source().error(token, "a number behind --" + option.written() + "=");
        }
        if (option == KnownOption.IP_VERSION && !IP_VERSIONS.contains(value)) {
            throw tokens.source().error(token, "--ip_version= with ipv4, ipv6 or ipv4-mapped-ipv6");
        }
        if (option == KnownOption.DEFINE) {
            int equals = value.indexOf('=');
            if (equals <= 0 || equals == value.length() - 1) {
                throw tokens.source().error(token, "--define=NAME=VALUE");
            }
            tokens.define(value.substring(0, equals), value.substring(equals + 1));
        }
    }
}
