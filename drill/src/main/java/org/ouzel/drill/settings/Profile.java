package org.ouzel.drill.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.ouzel.core.tcp.Environment;
import org.ouzel.drill.posix.SystemSettings;

/**
 * The habits of a kind of host, as far as the core can have them: a value for each setting there is.
 *
 * @param name the name
 * @param values the values, by the names of the settings
 */
public record Profile(String name, Map<String, String> values) {
    private static final String FOLDER = "/org/ouzel/drill/profiles/";
    private static final String SUFFIX = ".properties";

    /** The names there are: Ouzel's own habits, Linux's and FreeBSD's. */
    public static final List<String> NAMES = List.of("rfc", "linux", "freebsd");

    /** Copies the values. */
    public Profile {
        values = Map.copyOf(values);
    }

    /**
     * The profile of a name.
     *
     * @throws BadSetting if there is none
     */
    public static Profile named(String name) throws BadSetting {
        if (!NAMES.contains(name)) {
            throw new BadSetting("no profile \"" + name + "\": there is " + String.join(", ", NAMES));
        }
        return read(name);
    }

    private static Profile read(String name) {
        Properties lines = new Properties();
        try (InputStream bytes = Profile.class.getResourceAsStream(FOLDER + name + SUFFIX)) {
            if (bytes == null) {
                throw new AssertionError("the profile " + name + " is not in the module");
            }
            Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
            lines.load(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Map<String, String> values = new TreeMap<>();
        lines.stringPropertyNames().forEach(key -> values.put(key, lines.getProperty(key)));
        return new Profile(name, values);
    }

    /**
     * What a system of that kind begins with.
     *
     * @param environment what its connections share, but for the times, which are the profile's
     * @param random 64 random bits at each call, for congestion control
     */
    public SystemSettings settings(Environment environment, LongSupplier random) {
        return over(SystemSettings.plain(environment, random));
    }

    /** The settings of a system once it has become of that kind. */
    SystemSettings over(SystemSettings before) {
        Draft draft = new Draft(before);
        try {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                Knob.named(entry.getKey()).set(draft, entry.getValue());
            }
        } catch (BadSetting bad) {
            throw new AssertionError("the profile " + name + " is wrong", bad);
        }
        return draft.settings();
    }
}
