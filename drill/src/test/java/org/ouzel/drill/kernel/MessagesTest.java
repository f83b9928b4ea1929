package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.ControlMessage;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.SocketAbi;

/** Control messages as the kernel writes them. */
class MessagesTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(512, Long.BYTES);
    private long end;

    private void control(int level, int type, long bytes, Consumer<MemorySegment> content) {
        buffer.set(JAVA_LONG, end + SocketAbi.CMSGHDR_LENGTH, SocketAbi.CMSGHDR_BYTES + bytes);
        buffer.set(JAVA_INT, end + SocketAbi.CMSGHDR_LEVEL, level);
        buffer.set(JAVA_INT, end + SocketAbi.CMSGHDR_TYPE, type);
        content.accept(buffer.asSlice(end + SocketAbi.CMSGHDR_BYTES, bytes));
        end += SocketAbi.CMSGHDR_BYTES + Math.ceilDiv(bytes, SocketAbi.CMSG_ALIGNMENT) * SocketAbi.CMSG_ALIGNMENT;
    }

    private void error(int level, int type, MemorySegment offender) {
        control(level, type, SocketAbi.EXTENDED_ERR_BYTES + offender.byteSize(), data -> {
            data.set(JAVA_INT, SocketAbi.EXTENDED_ERR_ERRNO, 113);
            data.set(JAVA_INT, SocketAbi.EXTENDED_ERR_ORIGIN, 0x00_ff_03_02);
            data.set(JAVA_INT, SocketAbi.EXTENDED_ERR_INFO, -1);
            data.set(JAVA_INT, SocketAbi.EXTENDED_ERR_DATA, 7);
            data.asSlice(SocketAbi.EXTENDED_ERR_BYTES).copyFrom(offender);
        });
    }

    private static ControlMessage told(int level, int type, Optional<Address> offender) {
        return new ControlMessage.ExtendedError(level, type, 113, 2, 3, 255, 0xffff_ffffL, 7, offender);
    }

    private static MemorySegment written(Address address) {
        return new Structures(Arena.ofAuto()).address(address).asSlice(0, Structures.length(address));
    }

    @Test
    void readsAnErrorWithItsOffenderOfEitherVersion() {
        Address four = Address.of(IpAddress.parse("192.0.2.9"), 0);
        Address six = Address.of(IpAddress.parse("2001:db8::9"), 0);
        error(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR, written(four));
        error(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_RECVERR, written(six));

        assertThat(Messages.controls(buffer.asSlice(0, end)))
                .containsExactly(
                        told(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR, Optional.of(four)),
                        told(SocketAbi.IPPROTO_IPV6, SocketAbi.IPV6_RECVERR, Optional.of(six)));
    }

    @Test
    void readsAnErrorThatNobodyHasSent() {
        MemorySegment nobody = MemorySegment.ofArray(new byte[(int) Abi.SOCKADDR_IN_BYTES]);
        nobody.set(JAVA_SHORT.withByteAlignment(1), Abi.SOCKADDR_IN_FAMILY, (short) SocketAbi.AF_UNSPEC);
        error(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR, nobody);

        assertThat(Messages.controls(buffer.asSlice(0, end)))
                .containsExactly(told(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR, Optional.empty()));
    }

    @Test
    void readsTheTimesOfTheKernelAndOfTheDevice() {
        control(SocketAbi.SOL_SOCKET, SocketAbi.SCM_TIMESTAMPING, SocketAbi.SCM_TIMESTAMPING_BYTES, data -> {
            data.set(JAVA_LONG, 0, 3);
            data.set(JAVA_LONG, 8, 4);
            data.set(JAVA_LONG, 32, 5);
            data.set(JAVA_LONG, 40, 6);
        });

        assertThat(Messages.controls(buffer.asSlice(0, end)))
                .containsExactly(new ControlMessage.Timestamping(3_000_000_004L, 5_000_000_006L));
    }

    @Test
    void readsNumbersOfAnIntOrAByteAndWhatHasNone() {
        control(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INQ, 4, data -> data.set(JAVA_INT, 0, -20));
        control(SocketAbi.IPPROTO_IP, SocketAbi.IP_TOS, 1, data -> data.fill((byte) 3));
        control(9, 9, 0, _ -> {});

        assertThat(Messages.controls(buffer.asSlice(0, end)))
                .containsExactly(
                        new ControlMessage.Numeric(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INQ, -20),
                        new ControlMessage.Numeric(SocketAbi.IPPROTO_IP, SocketAbi.IP_TOS, 3),
                        new ControlMessage.Numeric(9, 9, 0));
    }

    @Test
    void endsWhereMessagesAreCutOffWhereverThatIs() {
        control(SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INQ, 4, data -> data.set(JAVA_INT, 0, 1));
        long first = end;
        error(SocketAbi.IPPROTO_IP, SocketAbi.IP_RECVERR, written(Address.of(IpAddress.parse("192.0.2.9"), 0)));

        for (long length = 0; length < end; length++) {
            assertThat(Messages.controls(buffer.asSlice(0, length)))
                    .as("%d bytes", length)
                    .hasSize(length < first - Integer.BYTES ? 0 : 1);
        }
    }

    @Test
    void endsAtALengthThatIsNone() {
        for (long length : new long[] {0, -1, 15, 1 << 20, Long.MAX_VALUE, Long.MIN_VALUE}) {
            buffer.set(JAVA_LONG, SocketAbi.CMSGHDR_LENGTH, length);

            assertThat(Messages.controls(buffer)).as("%d", length).isEmpty();
        }
    }
}
