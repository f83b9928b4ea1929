package org.ouzel.drill.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.EpollEvent;
import org.ouzel.drill.posix.Output;
import org.ouzel.os.sys.EpollAbi;
import org.ouzel.os.sys.PlainCalls;
import org.ouzel.os.sys.PlainCalls.Function;

/** {@code epoll_ctl} and {@code epoll_wait}. */
final class Epolls {
    private final PlainCalls kernel;
    private final Structures memory;

    Epolls(PlainCalls kernel, Structures memory) {
        this.kernel = kernel;
        this.memory = memory;
    }

    Answer control(Call.EpollCtl call) {
        MemorySegment event = memory.memory(EpollAbi.EPOLL_EVENT_BYTES);
        event.set(JAVA_INT_UNALIGNED, 0, call.event().events());
        event.set(JAVA_LONG_UNALIGNED, EpollAbi.EPOLL_EVENT_DATA, call.event().data());
        return KernelCalls.made(
                kernel.call(Function.EPOLL_CTL, call.epoll(), call.operation(), call.fd(), event.address()));
    }

    Answer await(Call.EpollWait call) {
        int most = Math.max(1, call.maxEvents());
        MemorySegment events = memory.memory(most * EpollAbi.EPOLL_EVENT_BYTES);
        long result =
                kernel.call(Function.EPOLL_WAIT, call.epoll(), events.address(), call.maxEvents(), call.timeoutMs());
        List<EpollEvent> found = new ArrayList<>();
        for (long i = 0; i < result; i++) {
            long at = i * EpollAbi.EPOLL_EVENT_BYTES;
            found.add(new EpollEvent(
                    events.get(JAVA_INT_UNALIGNED, at),
                    events.get(JAVA_LONG_UNALIGNED, at + EpollAbi.EPOLL_EVENT_DATA)));
        }
        return KernelCalls.answer(result, new Output.Events(found));
    }
}
