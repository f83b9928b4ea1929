package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads what the kernel puts into a socket's error queue: errors, where {@link IntOption#IP_RECEIVE_ERRORS} or {@link
 * IntOption#IPV6_RECEIVE_ERRORS} asks for them, and timestamps of what was sent, where {@link IntOption#TIMESTAMPING} does. For
 * one thread at a time.
 */
public final class ErrorQueue {
    private static final long CONTROL_BYTES = 512;

    private final MemorySegment control = Arena.ofAuto().allocate(CONTROL_BYTES, Long.BYTES);
    private final MemorySegment message = Arena.ofAuto().allocate(SocketAbi.MSGHDR_BYTES, Long.BYTES);

    /** Something that was in the queue. */
    public sealed interface Entry {}

    /**
     * An error that an ICMP message tells of, or the kernel itself.
     *
     * @param origin {@link SocketAbi#SO_EE_ORIGIN_ICMP} and its like
     * @param type the message's
     * @param code the message's
     * @param info the MTU, where that is what the message is about
     * @param errno what the error is to the socket
     * @param offender who has sent the message
     */
    public record NetworkError(int origin, int type, int code, long info, int errno, Optional<InetAddress> offender)
            implements Entry {}

    /** How far what was sent has come. */
    public enum Stage {
        SCHEDULED,
        SENT,
        ACKNOWLEDGED
    }

    /**
     * A timestamp of something that was sent.
     *
     * @param id with {@link SocketAbi#SOF_TIMESTAMPING_OPT_ID} the last byte of a send: how many, modulo 2^32, were sent
     *     between the setting of the option and it
     * @param at by the system's clock, if {@link SocketAbi#SOF_TIMESTAMPING_SOFTWARE} asks for it
     */
    public record Timestamp(Stage stage, long id, Optional<Instant> at) implements Entry {}

    /** The next entry, if there is one. What is neither of the two kinds is taken out and not told of. */
    public Optional<Entry> next(Caller caller, SocketHandle socket) throws ErrnoException {
        while (true) {
            message.fill((byte) 0);
            message.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL, control.address());
            message.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH, CONTROL_BYTES);
            long result = socket.receiveMessage(caller, message, SocketAbi.MSG_ERRQUEUE | SocketAbi.MSG_DONTWAIT);
            if (result == -Abi.EAGAIN) {
                return Optional.empty();
            }
            ErrnoException.check("recvmsg", (int) result);
            Optional<Entry> entry = parse(control.asSlice(0, message.get(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH)));
            if (entry.isPresent()) {
                return entry;
            }
        }
    }

    /** Reads the control messages of one entry: the error, and for a timestamp the time beside it. */
    static Optional<Entry> parse(MemorySegment control) {
        Optional<MemorySegment> error = Optional.empty();
        Optional<Instant> at = Optional.empty();
        long offset = 0;
        while (offset + SocketAbi.CMSGHDR_BYTES <= control.byteSize()) {
            long length = control.get(JAVA_LONG, offset + SocketAbi.CMSGHDR_LENGTH);
            if (length < SocketAbi.CMSGHDR_BYTES || length > control.byteSize() - offset) {
                break;
            }
            MemorySegment header = control.asSlice(offset, SocketAbi.CMSGHDR_BYTES);
            MemorySegment data = control.asSlice(offset + SocketAbi.CMSGHDR_BYTES, length - SocketAbi.CMSGHDR_BYTES);
            if (isError(header) && data.byteSize() >= SocketAbi.EXTENDED_ERR_BYTES) {
                error = Optional.of(data);
            } else if (isTime(header) && data.byteSize() >= SocketAbi.SCM_TIMESTAMPING_BYTES) {
                at = Optional.of(time(data));
            }
            offset += (length + SocketAbi.CMSG_ALIGNMENT - 1) & -SocketAbi.CMSG_ALIGNMENT;
        }
        Optional<Instant> time = at;
        return error.flatMap(data -> entry(data, time));
    }

    private static boolean isError(MemorySegment header) {
        return is(header, SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR)
                || is(header, SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_RECVERR);
    }

    private static boolean isTime(MemorySegment header) {
        return is(header, SocketAbi.SOL_SOCKET, SocketAbi.SCM_TIMESTAMPING);
    }

    private static boolean is(MemorySegment header, int level, int type) {
        return header.get(JAVA_INT, SocketAbi.CMSGHDR_LEVEL) == level
                && header.get(JAVA_INT, SocketAbi.CMSGHDR_TYPE) == type;
    }

    private static Instant time(MemorySegment timestamping) {
        return Instant.ofEpochSecond(
                timestamping.get(JAVA_LONG, 0), timestamping.get(JAVA_LONG, Abi.TIMESPEC_NANOSECONDS));
    }

    private static Optional<Entry> entry(MemorySegment error, Optional<Instant> at) {
        int origin = u8(error, SocketAbi.EXTENDED_ERR_ORIGIN);
        long info = u32(error, SocketAbi.EXTENDED_ERR_INFO);
        return switch (origin) {
            case SocketAbi.SO_EE_ORIGIN_LOCAL, SocketAbi.SO_EE_ORIGIN_ICMP, SocketAbi.SO_EE_ORIGIN_ICMP6 ->
                Optional.of(new NetworkError(
                        origin,
                        u8(error, SocketAbi.EXTENDED_ERR_TYPE),
                        u8(error, SocketAbi.EXTENDED_ERR_CODE),
                        info,
                        error.get(JAVA_INT, SocketAbi.EXTENDED_ERR_ERRNO),
                        offender(error)));
            case SocketAbi.SO_EE_ORIGIN_TIMESTAMPING ->
                stage(info).map(stage -> new Timestamp(stage, u32(error, SocketAbi.EXTENDED_ERR_DATA), at));
            default -> Optional.empty();
        };
    }

    private static Optional<Stage> stage(long info) {
        return switch ((int) info) {
            case SocketAbi.SCM_TSTAMP_SCHED -> Optional.of(Stage.SCHEDULED);
            case SocketAbi.SCM_TSTAMP_SND -> Optional.of(Stage.SENT);
            case SocketAbi.SCM_TSTAMP_ACK -> Optional.of(Stage.ACKNOWLEDGED);
            default -> Optional.empty();
        };
    }

    private static Optional<InetAddress> offender(MemorySegment error) {
        return SocketAddresses.read(error.asSlice(SocketAbi.EXTENDED_ERR_BYTES)).map(InetSocketAddress::getAddress);
    }

    private static int u8(MemorySegment memory, long offset) {
        return Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset));
    }

    private static long u32(MemorySegment memory, long offset) {
        return Integer.toUnsignedLong(memory.get(JAVA_INT, offset));
    }
}
