package org.ouzel.drill;

import java.util.List;
import java.util.SplittableRandom;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.SimTarget;
import org.ouzel.drill.settings.BadSetting;
import org.ouzel.drill.settings.Profile;
import org.ouzel.drill.settings.SettingsShell;
import org.ouzel.drill.settings.Switches;

/**
 * The habits of a host in virtual time: a {@link Profile}'s, but for what switches change.
 *
 * @param settings what its sockets begin with
 * @param shells what runs its commands
 * @param judgement what is compared
 */
record Habits(SimTarget.SettingsOf settings, SimTarget.Shells shells, Judgement judgement) {
    static final String DEFAULT_NAME = "rfc";

    private static final long SEED = 0x0d2e2L;

    /**
     * Those of the profile of that name.
     *
     * @param switches what differs from it, each as {@code name=value}
     * @throws IllegalArgumentException if there is no such profile or switch
     */
    static Habits named(String name, List<String> switches) {
        try {
            Profile profile = Profile.named(name);
            Switches chosen = Switches.of(switches);
            return new Habits(
                    environment -> chosen.over(profile.settings(environment, new SplittableRandom(SEED)::nextLong)),
                    target -> new SettingsShell(target, chosen),
                    chosen.over(Judgement.STRICT));
        } catch (BadSetting bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
    }
}
