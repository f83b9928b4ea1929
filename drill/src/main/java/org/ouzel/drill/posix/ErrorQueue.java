package org.ouzel.drill.posix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.tcp.Ending.IcmpReport;

/** What {@code MSG_ERRQUEUE} reads: errors of the network, and when things were sent. */
final class ErrorQueue {
    private static final int IPV4 = 4;
    private static final int ENOMSG = 42;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /**
     * One message.
     *
     * @param controls its control messages
     * @param flags {@code msg_flags}
     * @param ofNetwork whether it is an error of the network
     */
    record Entry(List<ControlMessage> controls, int flags, boolean ofNetwork) {}

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<Entry> poll() {
        return Optional.ofNullable(entries.poll());
    }

    /** Whether what is left holds an error of the network. */
    boolean hasNetworkError() {
        return entries.stream().anyMatch(Entry::ofNetwork);
    }

    void add(IcmpReport report, Errno errno) {
        boolean ipv4 = report.version() == IPV4;
        ControlMessage error = new ControlMessage.ExtendedError(
                ipv4 ? Abi.SOL_IP : Abi.SOL_IPV6,
                ipv4 ? Abi.IP_RECVERR : Abi.IPV6_RECVERR,
                errno.number(),
                ipv4 ? Abi.SO_EE_ORIGIN_ICMP : Abi.SO_EE_ORIGIN_ICMP6,
                report.type(),
                report.code(),
                report.extra(),
                0,
                Optional.of(Address.of(report.reporter(), 0)));
        entries.add(new Entry(List.of(error), Abi.MSG_ERRQUEUE, true));
    }

    /**
     * Something has happened to a byte.
     *
     * @param family the socket's
     * @param kind what, {@code SCM_TSTAMP_…}
     * @param key the number of the byte
     * @param alone whether the packet itself is left out, so that nothing of it has to be cut off
     */
    void addTimestamp(Family family, int kind, long key, boolean alone, long now) {
        boolean ipv4 = family == Family.INET;
        ControlMessage what = new ControlMessage.ExtendedError(
                ipv4 ? Abi.SOL_IP : Abi.SOL_IPV6,
                ipv4 ? Abi.IP_RECVERR : Abi.IPV6_RECVERR,
                ENOMSG,
                Abi.SO_EE_ORIGIN_TIMESTAMPING,
                0,
                0,
                kind,
                key,
                Optional.empty());
        int flags = Abi.MSG_ERRQUEUE | (alone ? 0 : Abi.MSG_TRUNC);
        entries.add(new Entry(List.of(new ControlMessage.Timestamping(now, 0), what), flags, false));
    }
}
