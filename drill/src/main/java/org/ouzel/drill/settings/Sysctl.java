package org.ouzel.drill.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.SimTarget;

/** The settings of a host in virtual time, by the names that other systems have for them. */
final class Sysctl {
    private static final String PROC = "/proc/sys/";

    private final SimTarget target;
    private final Switches switches;

    /** What was set, as it was written. */
    private final Map<String, String> written = new HashMap<>();

    Sysctl(SimTarget target, Switches switches) {
        this.target = target;
        this.switches = switches;
    }

    /** The host becomes one of a profile, as if nothing had been set. */
    void become(Profile profile) {
        become(switches.over(profile.over(target.settings())));
    }

    /** The host has other settings, as if nothing had been set since. */
    void become(SystemSettings settings) {
        written.clear();
        target.change(_ -> settings);
    }

    /** The host forgets what it remembers of its peers. */
    void forgetPeers() {
        target.forgetPeers();
    }

    /** Sets something. */
    void set(String name, String value) throws CommandNotUnderstood {
        String dotted = dotted(name);
        Effect effect = effect(dotted);
        Draft draft = new Draft(target.settings());
        try {
            effect.set(draft, value.strip());
        } catch (BadSetting bad) {
            throw new CommandNotUnderstood(dotted + "=" + value.strip() + ": " + bad.getMessage());
        }
        take(draft);
        written.put(dotted, value.strip());
    }

    /** What one of Ouzel's own settings is set to. */
    String ours(String knob) throws CommandNotUnderstood {
        try {
            return Knob.named(knob).shown(new Draft(target.settings()));
        } catch (BadSetting bad) {
            throw new CommandNotUnderstood(knob + ": " + bad.getMessage());
        }
    }

    /** Sets one of Ouzel's own settings. */
    void setOurs(String knob, String value) throws CommandNotUnderstood {
        Draft draft = new Draft(target.settings());
        try {
            Knob.named(knob).set(draft, value);
        } catch (BadSetting bad) {
            throw new CommandNotUnderstood(value + ": " + bad.getMessage());
        }
        take(draft);
    }

    private void take(Draft draft) {
        switches.over(draft);
        target.change(_ -> draft.settings());
    }

    /** What something is set to. */
    String value(String name) throws CommandNotUnderstood {
        String dotted = dotted(name);
        Effect effect = effect(dotted);
        return Optional.ofNullable(written.get(dotted))
                .or(() -> effect.value(new Draft(target.settings())))
                .orElseThrow(() -> new CommandNotUnderstood("what " + dotted + " is, which was never set"));
    }

    private static Effect effect(String name) throws CommandNotUnderstood {
        return ForeignSettings.find(name)
                .orElseThrow(() -> new CommandNotUnderstood("a setting that is not known: " + name));
    }

    /** Whether it is the file of a setting. */
    static boolean isFile(String path) {
        return path.startsWith(PROC);
    }

    /** Whether it is the file of a setting that is known. */
    static boolean isKnown(String path) {
        return isFile(path) && ForeignSettings.find(dotted(path)).isPresent();
    }

    private static String dotted(String name) {
        String bare = name.startsWith(PROC) ? name.substring(PROC.length()) : name;
        return bare.strip().replace('/', '.');
    }
}
