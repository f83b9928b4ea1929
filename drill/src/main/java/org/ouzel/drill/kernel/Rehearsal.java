package org.ouzel.drill.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.run.Network;
import org.ouzel.drill.run.TimeLimit;
import org.ouzel.drill.wire.CannotBeSent;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.NetworkNamespace;
import org.ouzel.os.sys.SocketAbi;

/** What happens before a script begins, so that nothing in it waits for code to be loaded, or for the kernel to be ready. */
final class Rehearsal {
    private static final int TURNS = 2;
    private static final int FOR_EVER = -1;
    private static final long ADDRESS_NS = 2_000_000_000L;
    private static final long LOOK_AGAIN_NS = 1_000_000;

    private Rehearsal() {}

    /** Makes calls of many kinds, on descriptors of its own. The last of them waits until the end. */
    static void calls(NetworkNamespace namespace, TimeLimit limit) throws IOException {
        for (int i = 0; i < TURNS; i++) {
            try (Workers workers = new Workers(namespace, limit, _ -> {})) {
                int socket = made(workers.call(socket(Abi.AF_INET)));
                int epoll = made(workers.call(new Call.EpollCreate(0)));
                for (Call call : calls(socket, epoll)) {
                    workers.call(call);
                }
            }
        }
    }

    private static List<Call> calls(int socket, int epoll) {
        return List.of(
                new Call.SetSockOpt(
                        socket,
                        SocketAbi.SOL_SOCKET,
                        SocketAbi.SO_REUSEADDR,
                        new OptionValue.Numeric(1),
                        Integer.BYTES),
                new Call.GetSockOpt(socket, SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INFO, Byte.MAX_VALUE),
                new Call.Send(socket, Call.zeros(1), 0, Optional.empty()),
                new Call.Recvmsg(socket, List.of(1), Long.BYTES, SocketAbi.MSG_DONTWAIT),
                new Call.Read(socket, 1),
                new Call.Close(socket),
                new Call.EpollWait(epoll, 1, FOR_EVER));
    }

    private static Call socket(int family) {
        return new Call.Socket(family, SocketAbi.SOCK_STREAM, SocketAbi.IPPROTO_TCP);
    }

    /** A packet that the host answers, whatever the script is about. */
    static MemorySegment echo(Network network) {
        Ip ip = new Ip(/* source= */ network.remote(), /* destination= */ network.local(), 0, Ip.USUAL_TIME_TO_LIVE, 0);
        try {
            return new Packet(ip, Icmp.echo(ip)).write();
        } catch (CannotBeSent impossible) {
            throw new AssertionError("an echo", impossible);
        }
    }

    private static int made(Answer answer) throws IOException {
        if (answer instanceof Answer.Result result && result.errno().isEmpty()) {
            return (int) result.value();
        }
        throw new IOException("a descriptor cannot be had: " + answer);
    }

    /** Waits for an address: the kernel takes one of IPv6 into use a moment after it was set, even where no duplicate is looked for. */
    static void awaitAddress(NetworkNamespace namespace, Address address) throws IOException {
        KernelCalls kernel = new KernelCalls(namespace);
        long beganNs = System.nanoTime();
        while (!canBind(kernel, address)) {
            if (System.nanoTime() - beganNs > ADDRESS_NS) {
                throw new IOException("the kernel does not take " + address + " into use");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    private static boolean canBind(KernelCalls kernel, Address address) throws IOException {
        int socket = made(kernel.answer(socket(address.family())));
        try {
            return kernel.answer(new Call.Bind(socket, address)) instanceof Answer.Result bound
                    && bound.errno().isEmpty();
        } finally {
            kernel.answer(new Call.Close(socket));
        }
    }
}
