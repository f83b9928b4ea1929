package org.ouzel.drill.script;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a script says of an IP header. What it does not say is not compared.
 *
 * @param ecn what the bits of ECN say
 * @param tos the whole byte of the type of service, or traffic class
 * @param dscp the upper six bits of that byte
 * @param ttl the time to live, or hop limit
 * @param flowLabel the flow label of IPv6
 */
public record IpSpec(Optional<EcnMark> ecn, OptionalInt tos, OptionalInt dscp, OptionalInt ttl, OptionalInt flowLabel) {
    /** Nothing is said. */
    public static final IpSpec UNSAID = new IpSpec(
            Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
