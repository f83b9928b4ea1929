package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.ouzel.os.sys.Abi;

/**
 * A request about an interface: the kernel's {@code struct ifreq}.
 *
 * <pre>
 *  0              16                              40
 * +---------------+-------------------------------+
 * | name, zero    | flags, MTU, index or address  |
 * +---------------+-------------------------------+
 * </pre>
 */
record Ifreq(MemorySegment memory) {

    /** A request about the interface, or the label, of a name, with the rest zero. */
    static Ifreq of(Arena arena, String name) {
        MemorySegment memory = arena.allocate(Abi.IFREQ_BYTES, Long.BYTES);
        memory.setString(0, name);
        return new Ifreq(memory);
    }

    Ifreq flags(short flags) {
        memory.set(JAVA_SHORT, Abi.IFREQ_UNION, flags);
        return this;
    }

    short flags() {
        return memory.get(JAVA_SHORT, Abi.IFREQ_UNION);
    }

    /** The MTU, or the index. */
    Ifreq number(int number) {
        memory.set(JAVA_INT, Abi.IFREQ_UNION, number);
        return this;
    }

    int number() {
        return memory.get(JAVA_INT, Abi.IFREQ_UNION);
    }

    /** An IPv4 address or a mask, as a {@code struct sockaddr_in}. */
    Ifreq address(int address) {
        MemorySegment sockaddr = memory.asSlice(Abi.IFREQ_UNION, Abi.SOCKADDR_IN_BYTES);
        sockaddr.set(JAVA_SHORT, Abi.SOCKADDR_IN_FAMILY, (short) Abi.AF_INET);
        sockaddr.set(JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), Abi.SOCKADDR_IN_ADDRESS, address);
        return this;
    }
}
