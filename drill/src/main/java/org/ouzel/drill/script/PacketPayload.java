package org.ouzel.drill.script;

import java.util.Optional;

/** What is in a packet. */
public sealed interface PacketPayload
        permits TcpSpec,
                IcmpSpec,
                PacketPayload.Udp,
                PacketPayload.UdpLite,
                PacketPayload.Anything,
                PacketPayload.Unsupported {
    /**
     * A datagram of UDP.
     *
     * @param ports its ports, if they are written
     * @param length how much data is in it
     */
    record Udp(Optional<Ports> ports, int length) implements PacketPayload {}

    /**
     * A datagram of UDP-Lite.
     *
     * @param ports its ports, if they are written
     * @param length how much data is in it
     * @param coverage how much of it the checksum covers
     */
    record UdpLite(Optional<Ports> ports, int length, int coverage) implements PacketPayload {}

    /** Whatever it is: {@code ...} in place of a packet. */
    record Anything() implements PacketPayload {}

    /**
     * What the language has, and no runner is asked to do here.
     *
     * @param what what it is, such as {@code sctp}
     * @param text how it is written
     */
    record Unsupported(String what, String text) implements PacketPayload {}
}
