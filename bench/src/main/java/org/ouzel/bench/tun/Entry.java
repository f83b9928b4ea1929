package org.ouzel.bench.tun;

/**
 * Who is measured.
 *
 * @param contender who serves
 * @param framing how its packets cross the TUN device, if it has one
 */
public record Entry(Contender contender, Framing framing) {
    /** What it is called when it fails. */
    String name() {
        return contender.title() + " " + framing.label();
    }
}
