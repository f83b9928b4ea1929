package org.ouzel.drill.wire;

/** A header around a packet, or several labels at once. */
public sealed interface Outer permits Ip, Gre, Mpls {
    /** How many bytes it has. */
    int length();

    /** What whoever carries it calls it. */
    Carried kind();

    /** The header, and what it is around behind it. */
    byte[] around(Carried what, byte[] content) throws CannotBeSent;

    /** What is the same in all packets of a tunnel: without what each of them has of its own. */
    Outer tunnel();

    /** The header of a packet the other way. */
    Outer mirrored();

    /**
     * The header around a packet.
     *
     * @param inner the header of IP inside
     * @param sequence the number that the packet has in its tunnel
     */
    Outer on(Ip inner, int sequence);
}
