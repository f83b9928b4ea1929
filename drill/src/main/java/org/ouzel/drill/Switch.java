package org.ouzel.drill;

/**
 * Something that is set.
 *
 * @param name what
 * @param value to what
 */
record Switch(String name, String value) {
    /** Reads {@code name=value}. */
    static Switch parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("\"" + text + "\" sets nothing: write it as name=value");
        }
        return new Switch(
                text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }

    /** The value as that of a thing that is on or off. */
    boolean isOn() {
        return switch (value) {
            case "on", "1", "true" -> true;
            case "off", "0", "false" -> false;
            default -> throw new IllegalArgumentException("\"" + value + "\" for " + name + " is neither on nor off");
        };
    }
}
