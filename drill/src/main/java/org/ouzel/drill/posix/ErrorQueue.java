package org.ouzel.drill.posix;

import java.lang.foreign.MemorySegment;
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
     * @param errno the error, if it is one of the network
     * @param about what it is about
     */
    record Entry(List<ControlMessage> controls, int flags, Optional<Errno> errno, About about) {}

    /**
     * What a message is about.
     *
     * @param name where that was to go, if it is told
     * @param data its beginning, as much as is known
     */
    record About(Optional<Address> name, MemorySegment data) {
        /** Nothing that is told. */
        static final About UNTOLD = new About(Optional.empty(), Call.zeros(0));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<Entry> poll() {
        return Optional.ofNullable(entries.poll());
    }

    /** The error of the network that comes next; empty if something else does, or nothing. */
    Optional<Errno> next() {
        return Optional.ofNullable(entries.peek()).flatMap(Entry::errno);
    }

    /** Whether what is left holds an error of the network. */
    boolean hasNetworkError() {
        return entries.stream().anyMatch(entry -> entry.errno().isPresent());
    }

    /**
     * An error of the network.
     *
     * @param family the socket's, whatever the version of the message is
     */
    void add(Family family, IcmpReport report, Errno errno, About about) {
        ControlMessage error = new ControlMessage.ExtendedError(
                level(family),
                type(family),
                errno.number(),
                report.version() == IPV4 ? Abi.SO_EE_ORIGIN_ICMP : Abi.SO_EE_ORIGIN_ICMP6,
                report.type(),
                report.code(),
                report.extra(),
                0,
                Optional.of(family.shown(report.reporter(), 0)));
        entries.add(new Entry(List.of(error), Abi.MSG_ERRQUEUE, Optional.of(errno), about));
    }

    /** A datagram was not sent, since the way to an address carries so many bytes only. */
    void addTooBig(Family family, Address destination, int mtu) {
        ControlMessage error = new ControlMessage.ExtendedError(
                level(family),
                type(family),
                Errno.EMSGSIZE.number(),
                Abi.SO_EE_ORIGIN_LOCAL,
                0,
                0,
                mtu,
                0,
                Optional.empty());
        About about = new About(Optional.of(destination), Call.zeros(0));
        entries.add(new Entry(List.of(error), Abi.MSG_ERRQUEUE, Optional.empty(), about));
    }

    private static int level(Family family) {
        return family == Family.INET ? Abi.SOL_IP : Abi.SOL_IPV6;
    }

    private static int type(Family family) {
        return family == Family.INET ? Abi.IP_RECVERR : Abi.IPV6_RECVERR;
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
        ControlMessage what = new ControlMessage.ExtendedError(
                level(family), type(family), ENOMSG, Abi.SO_EE_ORIGIN_TIMESTAMPING, 0, 0, kind, key, Optional.empty());
        int flags = Abi.MSG_ERRQUEUE | (alone ? 0 : Abi.MSG_TRUNC);
        entries.add(new Entry(
                List.of(new ControlMessage.Timestamping(now, 0), what), flags, Optional.empty(), About.UNTOLD));
    }
}
