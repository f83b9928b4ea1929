package org.ouzel.drill;

import java.util.List;
import java.util.SplittableRandom;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Shell;
import org.ouzel.drill.run.SimTarget;

/**
 * The habits of a host in virtual time. Which there are is known here alone.
 *
 * @param settings what its sockets begin with
 * @param shells what runs its commands
 * @param judgement what is compared
 */
record Profile(SimTarget.SettingsOf settings, SimTarget.Shells shells, Judgement judgement) {
    static final String DEFAULT_NAME = "linux";

    private static final long SEED = 0x0d2e2L;

    /**
     * The profile of that name.
     *
     * @param switches what differs from it
     * @throws IllegalArgumentException if there is no such profile or switch
     */
    static Profile named(String name, List<Switch> switches) {
        if (!name.equals(DEFAULT_NAME)) {
            throw new IllegalArgumentException("no profile \"" + name + "\": there is " + DEFAULT_NAME);
        }
        for (Switch one : switches) {
            if (!Strictness.isOf(one)) {
                throw new IllegalArgumentException("no switch \"" + one.name() + "\"");
            }
        }
        return new Profile(
                environment -> SystemSettings.linux(environment, new SplittableRandom(SEED)::nextLong),
                _ -> command -> new Shell.NotUnderstood("the command is not understood: " + command),
                Strictness.of(Judgement.STRICT, switches));
    }
}
