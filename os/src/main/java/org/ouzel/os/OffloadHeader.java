package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ouzel.os.sys.Abi;

/**
 * What stands before each packet on a device with offload, the kernel's {@code struct virtio_net_hdr}: what whoever sends the packet has
 * left to do. For use by one thread at a time.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Flags     |   GSO Type    |        Header Length          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           GSO Size            |        Checksum Start         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |       Checksum Offset         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class OffloadHeader {
    /** Where the checksum stands in a TCP header. */
    private static final short TCP_CHECKSUM = 16;

    private static final int IP_VERSION_SHIFT = 4;
    private static final int IPV6 = 6;
    private static final int CHECKED = Abi.VIRTIO_NET_HDR_F_NEEDS_CSUM | Abi.VIRTIO_NET_HDR_F_DATA_VALID;

    private final MemorySegment memory = Arena.ofAuto().allocate(Abi.VNET_HDR_BYTES, Long.BYTES);

    MemorySegment memory() {
        return memory;
    }

    /**
     * Tells what is left to do with a packet.
     *
     * @param headers the packet's, from IP's on
     * @param segmentSize as {@link org.ouzel.stack.link.Link#write} has it
     * @param checksumStart likewise
     */
    void describe(MemorySegment headers, int segmentSize, int checksumStart) {
        boolean incomplete = checksumStart > 0;
        memory.set(JAVA_BYTE, Abi.VNET_HDR_FLAGS, incomplete ? Abi.VIRTIO_NET_HDR_F_NEEDS_CSUM : 0);
        memory.set(JAVA_BYTE, Abi.VNET_HDR_GSO_TYPE, segmentSize > 0 ? type(headers) : Abi.VIRTIO_NET_HDR_GSO_NONE);
        set(Abi.VNET_HDR_LENGTH, (int) headers.byteSize());
        set(Abi.VNET_HDR_GSO_SIZE, segmentSize);
        set(Abi.VNET_HDR_CSUM_START, checksumStart);
        set(Abi.VNET_HDR_CSUM_OFFSET, incomplete ? TCP_CHECKSUM : 0);
    }

    private static byte type(MemorySegment headers) {
        int version = Byte.toUnsignedInt(headers.get(JAVA_BYTE, 0)) >>> IP_VERSION_SHIFT;
        return version == IPV6 ? Abi.VIRTIO_NET_HDR_GSO_TCPV6 : Abi.VIRTIO_NET_HDR_GSO_TCPV4;
    }

    private void set(long offset, int value) {
        memory.set(JAVA_SHORT_UNALIGNED, offset, (short) value);
    }

    /** The payload of each of the segments that a packet would have been cut into; 0 if it is one. */
    int segmentSize() {
        boolean single = memory.get(JAVA_BYTE, Abi.VNET_HDR_GSO_TYPE) == Abi.VIRTIO_NET_HDR_GSO_NONE;
        return single ? 0 : Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, Abi.VNET_HDR_GSO_SIZE));
    }

    /** Whether a packet's checksum was checked, or has never been made because the packet has not left the machine. */
    boolean isChecked() {
        return (memory.get(JAVA_BYTE, Abi.VNET_HDR_FLAGS) & CHECKED) != 0;
    }
}
