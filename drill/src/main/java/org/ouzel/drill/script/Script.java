package org.ouzel.drill.script;

import java.util.List;

/**
 * A script: what is set, and what happens in which order.
 *
 * @param file its name, for reports
 * @param options the lines {@code --name=value} at its top
 * @param setUp shell commands that come before the first event and take no time
 * @param events what happens
 * @param cleanUp shell commands that come after all, and are run however the script ends
 */
public record Script(
        String file, ScriptOptions options, List<Action.Shell> setUp, List<Event> events, List<Action.Shell> cleanUp) {
    /** Copies the lists. */
    public Script {
        setUp = List.copyOf(setUp);
        events = List.copyOf(events);
        cleanUp = List.copyOf(cleanUp);
    }
}
