package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.Ipv4Address;
import org.ouzel.core.wire.Ipv6Address;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.SocketAbi;

/** What calls point to, in the memory of one call. */
final class Structures {
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /** More than any script has use for, and little enough to be there. */
    private static final long MOST_BYTES = 1L << 26;

    private final Arena arena;
    private long leftBytes = MOST_BYTES;

    /** A call asks for more memory than it can have, or for less than none. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long bytes;

        TooLarge(long bytes) {
            super("no buffer of " + bytes + " bytes");
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }
    }

    Structures(Arena arena) {
        this.arena = arena;
    }

    /** So many bytes, all zero. Even those that are none have an address. */
    MemorySegment memory(long bytes) {
        if (bytes < 0 || bytes > leftBytes) {
            throw new TooLarge(bytes);
        }
        leftBytes -= bytes;
        return arena.allocate(Math.max(1, bytes), Long.BYTES).asSlice(0, bytes);
    }

    MemorySegment copy(MemorySegment data) {
        MemorySegment copy = memory(data.byteSize());
        MemorySegment.copy(data, 0, copy, 0, data.byteSize());
        return copy;
    }

    MemorySegment number(int value) {
        MemorySegment number = memory(Integer.BYTES);
        number.set(JAVA_INT, 0, value);
        return number;
    }

    /** An array of {@code struct iovec}, which points to these pieces. */
    MemorySegment vectors(List<MemorySegment> pieces) {
        MemorySegment vectors = memory(pieces.size() * Abi.IOVEC_BYTES);
        for (int i = 0; i < pieces.size(); i++) {
            vectors.set(JAVA_LONG, i * Abi.IOVEC_BYTES, pieces.get(i).address());
            vectors.set(
                    JAVA_LONG,
                    i * Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH,
                    pieces.get(i).byteSize());
        }
        return vectors;
    }

    // ---- Addresses

    static long length(Address address) {
        return address.family() == Address.AF_INET6 ? SocketAbi.SOCKADDR_IN6_BYTES : Abi.SOCKADDR_IN_BYTES;
    }

    MemorySegment address(Address address) {
        MemorySegment to = memory(SocketAbi.SOCKADDR_IN6_BYTES);
        to.set(JAVA_SHORT, Abi.SOCKADDR_IN_FAMILY, (short) address.family());
        to.set(NETWORK_SHORT, SocketAbi.SOCKADDR_PORT, (short) address.port());
        address.ip()
                .write(
                        to,
                        address.family() == Address.AF_INET6
                                ? SocketAbi.SOCKADDR_IN6_ADDRESS
                                : Abi.SOCKADDR_IN_ADDRESS);
        return to;
    }

    static Optional<Address> address(MemorySegment from) {
        int family = from.get(JAVA_SHORT, Abi.SOCKADDR_IN_FAMILY);
        int port = Short.toUnsignedInt(from.get(NETWORK_SHORT, SocketAbi.SOCKADDR_PORT));
        return switch (family) {
            case Address.AF_INET ->
                Optional.of(new Address(family, Ipv4Address.read(from, Abi.SOCKADDR_IN_ADDRESS), port));
            case Address.AF_INET6 ->
                Optional.of(new Address(family, Ipv6Address.read(from, SocketAbi.SOCKADDR_IN6_ADDRESS), port));
            default -> Optional.empty();
        };
    }

    // ---- Options

    /** A value, in at least as many bytes as the call is told that there are. */
    MemorySegment value(OptionValue value, int length) {
        MemorySegment to = memory(Math.max(length, 2 * Long.BYTES));
        switch (value) {
            case OptionValue.Numeric(long number) -> to.set(JAVA_LONG, 0, number);
            case OptionValue.Text(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, (int) Math.min(bytes.length, to.byteSize()));
            }
            case OptionValue.Linger(int onOff, int seconds) -> {
                to.set(JAVA_INT, 0, onOff);
                to.set(JAVA_INT, SocketAbi.LINGER_SECONDS, seconds);
            }
            case OptionValue.Time(long seconds, long microseconds) -> {
                to.set(JAVA_LONG, 0, seconds);
                to.set(JAVA_LONG, Long.BYTES, microseconds);
            }
            case OptionValue.Fields _ -> throw new IllegalArgumentException("a structure that is only told");
        }
        return to;
    }

    /** What the kernel has told. */
    static OptionValue value(int level, int name, MemorySegment from, int length) {
        if (level == SocketAbi.SOL_SOCKET && name == SocketAbi.SO_LINGER) {
            return new OptionValue.Linger(from.get(JAVA_INT, 0), from.get(JAVA_INT, SocketAbi.LINGER_SECONDS));
        }
        if (level == SocketAbi.SOL_SOCKET && (name == SocketAbi.SO_RCVTIMEO || name == SocketAbi.SO_SNDTIMEO)) {
            return new OptionValue.Time(from.get(JAVA_LONG, 0), from.get(JAVA_LONG, Long.BYTES));
        }
        if (level == SocketAbi.IPPROTO_TCP && name == SocketAbi.TCP_INFO) {
            return new OptionValue.Fields(InfoFields.of(from, length));
        }
        if (level == SocketAbi.IPPROTO_TCP && (name == SocketAbi.TCP_CONGESTION || name == SocketAbi.TCP_ULP)) {
            return new OptionValue.Text(from.getString(0));
        }
        return new OptionValue.Numeric(
                switch (length) {
                    case Byte.BYTES -> Byte.toUnsignedInt(from.get(JAVA_BYTE, 0));
                    case Long.BYTES -> from.get(JAVA_LONG, 0);
                    default -> from.get(JAVA_INT, 0);
                });
    }
}
