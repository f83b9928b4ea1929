package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.ControlMessage;
import org.ouzel.drill.posix.Output;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.PlainCalls;
import org.ouzel.os.sys.PlainCalls.Function;
import org.ouzel.os.sys.SocketAbi;

/** {@code sendmsg} and {@code recvmsg}. */
final class Messages {
    private static final long ALIGNED_INT = Long.BYTES;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final PlainCalls kernel;
    private final Structures memory;

    Messages(PlainCalls kernel, Structures memory) {
        this.kernel = kernel;
        this.memory = memory;
    }

    private MemorySegment header(List<MemorySegment> pieces, MemorySegment controls, long controlLength) {
        MemorySegment header = memory.memory(SocketAbi.MSGHDR_BYTES);
        header.set(JAVA_LONG, SocketAbi.MSGHDR_VECTORS, memory.vectors(pieces).address());
        header.set(JAVA_LONG, SocketAbi.MSGHDR_VECTOR_COUNT, pieces.size());
        header.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL, controls.address());
        header.set(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH, controlLength);
        return header;
    }

    // ---- Sending

    Answer send(Call.Sendmsg call) {
        long length = call.controls().size() * (SocketAbi.CMSGHDR_BYTES + ALIGNED_INT);
        MemorySegment controls = memory.memory(length);
        long at = 0;
        for (ControlMessage control : call.controls()) {
            if (!(control instanceof ControlMessage.Numeric(int level, int type, long value))) {
                return new Answer.Unsupported("the control message " + control + " cannot be sent");
            }
            controls.set(JAVA_LONG, at + SocketAbi.CMSGHDR_LENGTH, SocketAbi.CMSGHDR_BYTES + Integer.BYTES);
            controls.set(JAVA_INT, at + SocketAbi.CMSGHDR_LEVEL, level);
            controls.set(JAVA_INT, at + SocketAbi.CMSGHDR_TYPE, type);
            controls.set(JAVA_INT, at + SocketAbi.CMSGHDR_BYTES, (int) value);
            at += SocketAbi.CMSGHDR_BYTES + ALIGNED_INT;
        }
        MemorySegment header = header(call.pieces().stream().map(memory::copy).toList(), controls, length);
        call.name().ifPresent(name -> {
            header.set(JAVA_LONG, SocketAbi.MSGHDR_NAME, memory.address(name).address());
            header.set(JAVA_INT, SocketAbi.MSGHDR_NAME_LENGTH, (int) Structures.length(name));
        });
        return KernelCalls.made(
                kernel.call(Function.SENDMSG, call.fd(), header.address(), call.flags() | SocketAbi.MSG_NOSIGNAL));
    }

    // ---- Receiving

    Answer receive(Call.Recvmsg call) {
        List<MemorySegment> pieces = call.counts().stream().map(memory::memory).toList();
        MemorySegment controls = memory.memory(call.controlLength());
        MemorySegment name = memory.memory(SocketAbi.SOCKADDR_IN6_BYTES);
        MemorySegment header = header(pieces, controls, call.controlLength());
        header.set(JAVA_LONG, SocketAbi.MSGHDR_NAME, name.address());
        header.set(JAVA_INT, SocketAbi.MSGHDR_NAME_LENGTH, (int) SocketAbi.SOCKADDR_IN6_BYTES);
        long result = kernel.call(Function.RECVMSG, call.fd(), header.address(), call.flags());
        if (result < 0) {
            return KernelCalls.made(result);
        }
        boolean named = header.get(JAVA_INT, SocketAbi.MSGHDR_NAME_LENGTH) > 0;
        long told = Math.min(header.get(JAVA_LONG, SocketAbi.MSGHDR_CONTROL_LENGTH), controls.byteSize());
        return KernelCalls.answer(
                result,
                new Output.Message(
                        KernelCalls.joined(pieces, result),
                        named ? Structures.address(name) : Optional.empty(),
                        controls(controls.asSlice(0, told)),
                        header.get(JAVA_INT, SocketAbi.MSGHDR_FLAGS)));
    }

    /** What the kernel has put there, up to where it breaks off. */
    static List<ControlMessage> controls(MemorySegment controls) {
        List<ControlMessage> found = new ArrayList<>();
        long at = 0;
        while (at + SocketAbi.CMSGHDR_BYTES <= controls.byteSize()) {
            long length = controls.get(JAVA_LONG, at + SocketAbi.CMSGHDR_LENGTH);
            if (length < SocketAbi.CMSGHDR_BYTES || length > controls.byteSize() - at) {
                break;
            }
            found.add(control(
                    controls.get(JAVA_INT, at + SocketAbi.CMSGHDR_LEVEL),
                    controls.get(JAVA_INT, at + SocketAbi.CMSGHDR_TYPE),
                    controls.asSlice(at + SocketAbi.CMSGHDR_BYTES, length - SocketAbi.CMSGHDR_BYTES)));
            at += Math.ceilDiv(length, SocketAbi.CMSG_ALIGNMENT) * SocketAbi.CMSG_ALIGNMENT;
        }
        return found;
    }

    private static ControlMessage control(int level, int type, MemorySegment data) {
        boolean error = (level == SocketAbi.IPPROTO_IP && type == SocketAbi.IP_RECVERR)
                || (level == SocketAbi.IPPROTO_IPV6 && type == SocketAbi.IPV6_RECVERR);
        if (error && data.byteSize() >= SocketAbi.EXTENDED_ERR_BYTES) {
            return error(level, type, data);
        }
        boolean stamps = level == SocketAbi.SOL_SOCKET && type == SocketAbi.SCM_TIMESTAMPING;
        if (stamps && data.byteSize() >= SocketAbi.SCM_TIMESTAMPING_BYTES) {
            return new ControlMessage.Timestamping(time(data, 0), time(data, 4 * Long.BYTES));
        }
        long value = data.byteSize() >= Integer.BYTES
                ? data.get(JAVA_INT, 0)
                : data.byteSize() > 0 ? data.get(JAVA_BYTE, 0) : 0;
        return new ControlMessage.Numeric(level, type, value);
    }

    private static long time(MemorySegment data, long at) {
        return data.get(JAVA_LONG, at) * NS_PER_SECOND + data.get(JAVA_LONG, at + Long.BYTES);
    }

    private static ControlMessage error(int level, int type, MemorySegment data) {
        Optional<Address> offender = data.byteSize() >= SocketAbi.EXTENDED_ERR_BYTES + Abi.SOCKADDR_IN_BYTES
                ? Structures.address(data.asSlice(SocketAbi.EXTENDED_ERR_BYTES))
                : Optional.empty();
        return new ControlMessage.ExtendedError(
                level,
                type,
                data.get(JAVA_INT, SocketAbi.EXTENDED_ERR_ERRNO),
                data.get(JAVA_BYTE, SocketAbi.EXTENDED_ERR_ORIGIN),
                Byte.toUnsignedInt(data.get(JAVA_BYTE, SocketAbi.EXTENDED_ERR_TYPE)),
                Byte.toUnsignedInt(data.get(JAVA_BYTE, SocketAbi.EXTENDED_ERR_CODE)),
                Integer.toUnsignedLong(data.get(JAVA_INT, SocketAbi.EXTENDED_ERR_INFO)),
                Integer.toUnsignedLong(data.get(JAVA_INT, SocketAbi.EXTENDED_ERR_DATA)),
                offender);
    }
}
