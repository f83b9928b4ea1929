package org.ouzel.drill;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A script to be run.
 *
 * @param path where it is; also its name
 * @param capture the pcapng file that is to get all packets, if they are wanted
 */
public record ScriptFile(Path path, Optional<Path> capture) {
    /** A script whose packets are not wanted. */
    public static ScriptFile of(Path path) {
        return new ScriptFile(path, Optional.empty());
    }
}
