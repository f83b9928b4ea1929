package org.ouzel.drill.posix;

import java.util.Optional;

/** A {@code struct cmsghdr} and what follows it. */
public sealed interface ControlMessage {

    /** A number, such as {@code TCP_CM_INQ}'s. */
    record Numeric(int level, int type, long value) implements ControlMessage {}

    /**
     * {@code SCM_TIMESTAMPING}: when something happened, by software and by hardware.
     *
     * @param softwareNs nanoseconds since the system began; 0 for none
     * @param hardwareNs the same
     */
    record Timestamping(long softwareNs, long hardwareNs) implements ControlMessage {}

    /**
     * A {@code struct sock_extended_err}.
     *
     * @param level {@code SOL_IP} or {@code SOL_IPV6}
     * @param type {@code IP_RECVERR} or {@code IPV6_RECVERR}
     * @param errno the error
     * @param origin where it comes from, {@code SO_EE_ORIGIN_…}
     * @param icmpType the type of the ICMP message
     * @param icmpCode its code
     * @param info the MTU, or the kind of a timestamp
     * @param data more, such as the number of the byte that a timestamp is of
     * @param offender who sent the message
     */
    record ExtendedError(
            int level,
            int type,
            int errno,
            int origin,
            int icmpType,
            int icmpCode,
            long info,
            long data,
            Optional<Address> offender)
            implements ControlMessage {}
}
