package org.ouzel.drill.script;

import java.util.Optional;

/**
 * A line {@code --name=value} or {@code --name} at the top of a script.
 *
 * @param position where it begins
 * @param name the name, without the dashes
 * @param value the value as it is written
 */
public record ScriptOption(Position position, String name, Optional<String> value) {}
