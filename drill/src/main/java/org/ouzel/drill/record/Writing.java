package org.ouzel.drill.record;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.drill.record.Recorder.Passed;
import org.ouzel.drill.script.Amount;
import org.ouzel.drill.script.Direction;
import org.ouzel.drill.script.EventTime;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.IpSpec;
import org.ouzel.drill.script.Notation;
import org.ouzel.drill.script.OptionList;
import org.ouzel.drill.script.PacketSpec;
import org.ouzel.drill.script.Position;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpOption;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.Segment;

/**
 * One connection as a script. What the program at the host has called is inferred: a write of all data up to a segment with PSH, before the
 * first of them; a read of what has come in order, behind a segment with PSH or FIN; a close before the host's FIN. The host's windows
 * are left out, since they depend on how fast the program reads.
 */
final class Writing {
    private static final Position NOWHERE = new Position(1, 1);
    private static final int V4_MSS = 1460;
    private static final int V6_MSS = 1440;
    private static final long FIRST_NS = 100_000_000;

    private final IpAddress host;
    private final List<Passed> segments;
    private final boolean opensActively;
    private final StringBuilder text = new StringBuilder();
    private final int descriptor;

    private int hostIsn;
    private int otherIsn;
    private boolean answered;
    private boolean accepted;
    private boolean closed;
    private boolean shut;

    /** Places in the streams: what is written, what has come in order, what was read. */
    private long written = 1;

    private long arrived = 1;
    private long read = 1;
    private long lastNs;

    Writing(Recorder.Connection connection, IpAddress host) {
        this.host = host;
        this.segments = connection.segments();
        this.opensActively = host.equals(connection.client());
        this.descriptor = opensActively ? 3 : 4;
    }

    String script() {
        options();
        line("0", "socket(..., SOCK_STREAM, IPPROTO_TCP) = 3");
        if (opensActively) {
            line("+0", "fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0");
        } else {
            line("+0", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0");
            line("+0", "bind(3, ..., ...) = 0");
            line("+0", "listen(3, 1) = 0");
        }
        lastNs = segments.getFirst().at() - FIRST_NS;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).from().equals(host)) {
                out(i);
            } else {
                in(segments.get(i), i);
            }
        }
        if (shut) {
            line("+0", "close(" + descriptor + ") = 0");
        }
        return text.toString();
    }

    private void options() {
        boolean v6 = host instanceof Ipv6Address;
        if (v6) {
            text.append("--ip_version=ipv6\n");
        }
        segments.stream()
                .filter(passed -> passed.from().equals(host) && passed.segment().has(FlagSet.SYN))
                .flatMap(passed -> passed.segment().options().stream())
                .flatMap(option -> option instanceof TcpOption.MaximumSegmentSize(Amount.Exactly(long mss))
                        ? Optional.of(mss).stream()
                        : Optional.<Long>empty().stream())
                .filter(mss -> mss != (v6 ? V6_MSS : V4_MSS))
                .findFirst()
                .ifPresent(mss -> text.append("--mss=").append(mss).append('\n'));
    }

    // ---- Lines

    private void line(String time, String what) {
        text.append(time).append(' ').append(what).append('\n');
    }

    /** A line at the time of a segment; later ones of the same time stand behind it at +0. */
    private void line(Passed at, String what) {
        line(Notation.of(new EventTime.After(Math.max(0, at.at() - lastNs))), what);
        lastNs = Math.max(lastNs, at.at());
    }

    // ---- Segments of the host

    private void out(int index) {
        Passed passed = segments.get(index);
        Segment segment = passed.segment();
        if (segment.has(FlagSet.SYN)) {
            if (!answered && opensActively && index == 0) {
                line(passed, "connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)");
            }
            hostIsn = segment.sequence();
            answered = true;
        }
        long start = place(segment.sequence(), hostIsn);
        if (segment.length() > 0 && start + segment.length() > written) {
            long end = endOfWrite(index);
            line(passed, "write(" + descriptor + ", ..., " + (end - written) + ") = " + (end - written));
            written = end;
        }
        boolean first = !closed && !shut;
        if (first && segment.has(FlagSet.RST)) {
            line(passed, "setsockopt(" + descriptor + ", SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0");
            close(passed);
        } else if (first && segment.has(FlagSet.FIN)) {
            end(passed, index);
        }
        line(passed, packet(segment, Direction.OUTBOUND));
    }

    /** The host's stream up to the next segment that pushes, or ends. */
    private long endOfWrite(int from) {
        long end = written;
        for (Passed passed : segments.subList(from, segments.size())) {
            Segment segment = passed.segment();
            if (passed.from().equals(host) && segment.length() > 0) {
                end = Math.max(end, place(segment.sequence(), hostIsn) + segment.length());
                if (end > written && (segment.has(FlagSet.PSH) || segment.has(FlagSet.FIN))) {
                    return end;
                }
            }
        }
        return end;
    }

    /** The host sends no more. Where data comes nevertheless, its program has not closed yet. */
    private void end(Passed passed, int index) {
        boolean more = segments.subList(index, segments.size()).stream()
                .anyMatch(later -> !later.from().equals(host)
                        && later.segment().length() > 0
                        && place(later.segment().sequence(), otherIsn) >= arrived);
        if (more) {
            shut = true;
            line(passed, "shutdown(" + descriptor + ", SHUT_WR) = 0");
        } else {
            close(passed);
        }
    }

    private void close(Passed passed) {
        closed = true;
        line(passed, "close(" + descriptor + ") = 0");
    }

    // ---- Segments of the other

    private void in(Passed passed, int index) {
        Segment segment = passed.segment();
        if (segment.has(FlagSet.SYN) && (index == 0 || opensActively)) {
            otherIsn = segment.sequence();
        }
        line(passed, packet(segment, Direction.INBOUND));
        boolean completes = !opensActively && answered && segment.has(FlagSet.ACK) && !segment.has(FlagSet.RST);
        if (completes && !accepted) {
            accepted = true;
            line("+0", "accept(3, ..., ...) = 4");
        }
        take(segment);
    }

    /** What has come in order is read when it was pushed. */
    private void take(Segment segment) {
        if (segment.has(FlagSet.SYN)) {
            return;
        }
        long start = place(segment.sequence(), otherIsn);
        boolean inOrder = start <= arrived;
        if (inOrder) {
            arrived = Math.max(arrived, start + segment.length());
        }
        boolean open = !closed && (accepted || opensActively);
        boolean fin = segment.has(FlagSet.FIN) && inOrder;
        if (open && arrived > read && (segment.has(FlagSet.PSH) || fin)) {
            line("+0", "read(" + descriptor + ", ..., " + (arrived - read) + ") = " + (arrived - read));
            read = arrived;
        }
        if (open && fin) {
            line("+0", "read(" + descriptor + ", ..., 1) = 0");
        }
    }

    // ---- Packets

    /** A place in a stream, relative to its beginning; captures of 2 GiB and more are not for scripts. */
    private static long place(int sequence, int isn) {
        int modulo32Bits = sequence - isn;
        return modulo32Bits;
    }

    private String packet(Segment segment, Direction direction) {
        boolean out = direction == Direction.OUTBOUND;
        int own = out ? hostIsn : otherIsn;
        int others = out ? otherIsn : hostIsn;
        TcpSpec tcp = new TcpSpec(
                Optional.empty(),
                segment.flags(),
                Optional.of(SequenceRange.of(Integer.toUnsignedLong(segment.sequence() - own), segment.length())),
                segment.has(FlagSet.ACK)
                        ? Optional.of(Amount.of(Integer.toUnsignedLong(segment.acknowledgment() - others)))
                        : Optional.empty(),
                out ? Optional.empty() : Optional.of(Amount.of(segment.window())),
                segment.has(FlagSet.URG) ? Optional.of(Amount.of(segment.urgent())) : Optional.empty(),
                new OptionList.Listed(segment.options().stream()
                        .map(option -> relative(option, others))
                        .toList()));
        return Notation.of(PacketSpec.of(NOWHERE, direction, IpSpec.UNSAID, tcp));
    }

    private static TcpOption relative(TcpOption option, int isn) {
        return option instanceof TcpOption.Sack sack
                ? new TcpOption.Sack(sack.blocks().stream()
                        .map(block -> new TcpOption.Block(relative(block.left(), isn), relative(block.right(), isn)))
                        .toList())
                : option;
    }

    private static long relative(long number, int isn) {
        return Integer.toUnsignedLong((int) number - isn);
    }
}
