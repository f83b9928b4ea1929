package org.ouzel.drill.settings;

/** There is no such setting, or it cannot be so. */
public final class BadSetting extends Exception {
    private static final long serialVersionUID = 1;

    BadSetting(String message) {
        super(message);
    }
}
