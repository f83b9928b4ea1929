package org.ouzel.drill;

import java.io.IOException;
import org.ouzel.drill.run.BadOption;
import org.ouzel.drill.run.Target;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.drill.script.Script;

/** Makes a host for each script. For any thread. */
interface Hosts {
    /**
     * A host on which nothing has happened yet, as the options of the script say.
     *
     * @param limit for how long time may pass
     */
    Target of(Script script, TimeLimit limit) throws IOException, BadOption;
}
