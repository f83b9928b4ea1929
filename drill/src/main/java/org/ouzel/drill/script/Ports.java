package org.ouzel.drill.script;

/**
 * The ports of a packet.
 *
 * @param source where it comes from
 * @param destination where it goes to
 */
public record Ports(int source, int destination) {
    /** Those of a packet the other way. */
    public Ports reversed() {
        return new Ports(/* source= */ destination, /* destination= */ source);
    }
}
