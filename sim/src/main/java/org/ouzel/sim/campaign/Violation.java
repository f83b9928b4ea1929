package org.ouzel.sim.campaign;

import java.time.Duration;

/**
 * Something that must hold did not.
 *
 * @param property what
 * @param detail how, in words
 * @param at when, in virtual time
 */
public record Violation(Property property, String detail, Duration at) {
    @Override
    public String toString() {
        return property + " after " + at + ": " + detail;
    }
}
