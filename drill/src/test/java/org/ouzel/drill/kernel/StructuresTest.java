package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.SocketAbi;

class StructuresTest {
    private static final long MOST = 1L << 26;

    private final Structures memory = new Structures(Arena.ofAuto());

    @Test
    void whatIsEmptyHasAnAddressAndNoByte() {
        assertThat(memory.memory(0)).returns(0L, MemorySegment::byteSize).doesNotReturn(0L, MemorySegment::address);
        assertThat(memory.copy(MemorySegment.ofArray(new byte[0])).byteSize()).isZero();
    }

    @Test
    void anArrayOfPiecesTellsTheLengthOfEach() {
        List<MemorySegment> pieces = List.of(memory.memory(3), memory.memory(0), memory.memory(5));

        MemorySegment vectors = memory.vectors(pieces);

        for (int i = 0; i < pieces.size(); i++) {
            assertThat(vectors.get(JAVA_LONG, i * Abi.IOVEC_BYTES))
                    .isEqualTo(pieces.get(i).address());
            assertThat(vectors.get(JAVA_LONG, i * Abi.IOVEC_BYTES + Abi.IOVEC_LENGTH))
                    .isEqualTo(pieces.get(i).byteSize());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Integer.MIN_VALUE, MOST + 1, Integer.MAX_VALUE, Long.MAX_VALUE})
    void refusesWhatNobodyHasRoomFor(long bytes) {
        assertThatThrownBy(() -> memory.memory(bytes))
                .isInstanceOfSatisfying(Structures.TooLarge.class, refused -> assertThat(refused.bytes())
                        .isEqualTo(bytes));
    }

    @Test
    void refusesWhatIsTooMuchTogether() {
        memory.memory(MOST / 2);
        memory.memory(MOST / 2);

        assertThatThrownBy(() -> memory.memory(1)).isInstanceOf(Structures.TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "0.0.0.0", "::"})
    void addressesAreReadAsTheyAreWritten(String ip) {
        for (int port : new int[] {0, 1, 8080, 32768, 65535}) {
            Address address = Address.of(IpAddress.parse(ip), port);

            assertThat(Structures.address(memory.address(address))).contains(address);
        }
    }

    @Test
    void optionsAreReadAsTheyAreWritten() {
        assertKept(SocketAbi.SO_LINGER, new OptionValue.Linger(1, 30), 8);
        assertKept(SocketAbi.SO_RCVTIMEO, new OptionValue.Time(2, 500_000), 16);
        assertKept(SocketAbi.SO_SNDTIMEO, new OptionValue.Time(0, 1), 16);
        assertKept(SocketAbi.SO_SNDBUF, new OptionValue.Numeric(-1), 4);
        assertKept(SocketAbi.SO_MAX_PACING_RATE, new OptionValue.Numeric(1L << 40), 8);
        assertThat(value(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, new OptionValue.Text("reno"), 16))
                .isEqualTo(new OptionValue.Text("reno"));
    }

    @Test
    void aTextThatIsLongerThanItsLengthIsCut() {
        assertThat(value(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, new OptionValue.Text("x".repeat(99)), 100))
                .isEqualTo(new OptionValue.Text("x".repeat(99)));
        assertThat(memory.value(new OptionValue.Text("x".repeat(99)), 4).byteSize())
                .isEqualTo(16);
    }

    private void assertKept(int name, OptionValue value, int length) {
        assertThat(value(SocketAbi.SOL_SOCKET, name, value, length)).isEqualTo(value);
    }

    private OptionValue value(int level, int name, OptionValue value, int length) {
        return Structures.value(level, name, memory.value(value, length), length);
    }
}
