package org.ouzel.drill.script;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A message of ICMP or ICMPv6 as a script writes it. Its names have numbers in the version of IP that the script is run with.
 *
 * @param protocol the word that it begins with
 * @param type the name of the type, or its number
 * @param code the name of the code, or its number; where there is none, it is 0
 * @param mtu the MTU that it tells
 * @param id the identifier of an echo
 * @param echoed the packet in it that caused it
 */
public record IcmpSpec(
        Protocol protocol,
        String type,
        Optional<String> code,
        OptionalLong mtu,
        OptionalInt id,
        Optional<Echoed> echoed)
        implements PacketPayload {
    /** What a message calls itself. */
    public enum Protocol {
        /** {@code icmp}: that of the version of IP that the script is run with. */
        ICMP,
        /** {@code icmpv6}. */
        ICMPV6
    }

    /** The packet in a message. */
    public sealed interface Echoed {
        /**
         * A segment.
         *
         * @param sequence its place in the stream
         */
        record Tcp(SequenceRange sequence) implements Echoed {}

        /**
         * A datagram of UDP.
         *
         * @param length how much data is in it
         */
        record Udp(int length) implements Echoed {}

        /**
         * A datagram of UDP-Lite.
         *
         * @param length how much data is in it
         * @param coverage how much of it the checksum covers
         */
        record UdpLite(int length, int coverage) implements Echoed {}

        /**
         * No packet, but how long the message is in all: what is behind its header is zeros.
         *
         * @param length how many bytes there are behind the IP header of the message
         */
        record Raw(int length) implements Echoed {}

        /**
         * What the language has, and no runner is asked to do here.
         *
         * @param text how it is written
         */
        record Unsupported(String text) implements Echoed {}
    }
}
