package org.ouzel.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ouzel.os.sys.Abi;

/** The kernel's structures, byte by byte as its headers lay them out, in the byte order of the processors that are supported. */
class TunStructuresTest {
    private final Arena arena = Arena.ofConfined();

    @BeforeEach
    void littleEndian() {
        assumeThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @AfterEach
    void free() {
        arena.close();
    }

    private static String hex(MemorySegment memory) {
        return HexFormat.of().formatHex(memory.toArray(JAVA_BYTE));
    }

    @Test
    void laysOutARequestWithTheLongestName() {
        Ifreq request = Ifreq.of(arena, "fifteen-bytes-1").flags((short) (Abi.IFF_TUN | Abi.IFF_NO_PI));

        assertThat(hex(request.memory())).isEqualTo("6669667465656e2d62797465732d3100" + "0110" + "00".repeat(22));
        assertThat(request.flags()).isEqualTo((short) 0x1001);
    }

    @Test
    void laysOutARequestWithANumber() {
        Ifreq request = Ifreq.of(arena, "t").number(1500);

        assertThat(hex(request.memory())).isEqualTo("74" + "00".repeat(15) + "dc050000" + "00".repeat(20));
        assertThat(request.number()).isEqualTo(1500);
    }

    @Test
    void laysOutARequestWithAnIpv4Address() {
        Ifreq request = Ifreq.of(arena, "t").address(0xc6120001);

        assertThat(hex(request.memory()))
                .isEqualTo("74" + "00".repeat(15) + "0200" + "0000" + "c6120001" + "00".repeat(16));
    }

    @Test
    void laysOutARequestWithAnIpv6Address() {
        assertThat(hex(TunSetup.in6Ifreq(arena, HostSide.of("2001:db8::1/64"), 7)))
                .isEqualTo("20010db8000000000000000000000001" + "40000000" + "07000000");
    }

    @Test
    void gathersNativePartsWhereTheyAre() {
        Gather gather = new Gather(1500);
        MemorySegment headers = arena.allocate(20);
        MemorySegment payload = arena.allocate(100);

        assertThat(gather.gather(MemorySegment.NULL, headers, List.of(payload.asSlice(7, 0), payload.asSlice(7, 50))))
                .isEqualTo(2);
        assertThat(vector(gather, 0)).containsExactly(headers.address(), 20);
        assertThat(vector(gather, 1)).containsExactly(payload.address() + 7, 50);
    }

    @Test
    void copiesPartsOnTheHeapAndJoinsNeighbours() {
        Gather gather = new Gather(1500);
        MemorySegment between = arena.allocate(10);
        MemorySegment first = MemorySegment.ofArray(new byte[] {1, 2});
        MemorySegment second = MemorySegment.ofArray(new byte[] {3});
        MemorySegment third = MemorySegment.ofArray(new byte[] {4, 5});

        assertThat(gather.gather(MemorySegment.NULL, first, List.of(second, between, third)))
                .isEqualTo(3);
        long scratch = vector(gather, 0)[0];
        assertThat(vector(gather, 0)).containsExactly(scratch, 3);
        assertThat(vector(gather, 1)).containsExactly(between.address(), 10);
        assertThat(vector(gather, 2)).containsExactly(scratch + 3, 2);
    }

    @Test
    void joinsWhatOneCallDoesNotTake() {
        Gather gather = new Gather(5000);
        MemorySegment part = arena.allocate(2);
        List<MemorySegment> payload = Collections.nCopies(2000, part);

        assertThat(Gather.length(part, payload)).isEqualTo(4002);
        assertThat(gather.gather(MemorySegment.NULL, part, payload)).isEqualTo(Abi.IOVEC_MAX);
        assertThat(vector(gather, Abi.IOVEC_MAX - 2)).containsExactly(part.address(), 2);
        assertThat(vector(gather, Abi.IOVEC_MAX - 1)[1]).isEqualTo(4002 - 2 * (Abi.IOVEC_MAX - 1));
    }

    @Test
    void laysOutWhatIsLeftToDo() {
        OffloadHeader header = new OffloadHeader();
        MemorySegment v6 = MemorySegment.ofArray(new byte[] {0x60});

        header.describe(v6.asSlice(0, 1), 1428, 40);
        assertThat(numbers(header)).containsExactly(1, 4, 1, 1428, 40, 16);
        assertThat(header.segmentSize()).isEqualTo(1428);
        assertThat(header.isChecked()).isTrue();

        header.describe(MemorySegment.ofArray(new byte[] {0x45}), 1448, 20);
        assertThat(numbers(header)).containsExactly(1, 1, 1, 1448, 20, 16);

        header.describe(v6, 0, 0);
        assertThat(numbers(header)).containsExactly(0, 0, 1, 0, 0, 0);
        assertThat(header.segmentSize()).isZero();
        assertThat(header.isChecked()).isFalse();
    }

    /** Flags, GSO type, header length, GSO size, checksum start and offset, as the kernel reads them on these processors. */
    private static int[] numbers(OffloadHeader header) {
        ByteBuffer bytes = header.memory().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new int[] {
            bytes.get(0), bytes.get(1), bytes.getShort(2), bytes.getShort(4), bytes.getShort(6), bytes.getShort(8)
        };
    }

    private static long[] vector(Gather gather, int index) {
        MemorySegment vector = gather.vectors().asSlice(index * Abi.IOVEC_BYTES, Abi.IOVEC_BYTES);
        return new long[] {vector.get(JAVA_LONG, 0), vector.get(JAVA_LONG, Abi.IOVEC_LENGTH)};
    }
}
