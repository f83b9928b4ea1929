package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EpollCallsTest {
    private final EpollCalls calls = new EpollCalls();
    private final EpollEvents event = new EpollEvents(1);
    private final EpollEvents happened = new EpollEvents(8);

    @Test
    void tellsWhatHasHappenedToWhom() throws Exception {
        try (Loopback loopback = new Loopback();
                Descriptor epoll = epoll()) {
            add(epoll, loopback.client, EpollAbi.EPOLLIN | EpollAbi.EPOLLRDHUP | EpollAbi.EPOLLET, -1L);
            add(epoll, loopback.server, EpollAbi.EPOLLIN | EpollAbi.EPOLLPRI, 0x1234_5678_9abc_def0L);
            assertThat(await(epoll, 0)).isEmpty();

            loopback.client.send(loopback.caller, Loopback.bytes(1), SocketAbi.MSG_OOB);
            loopback.server.send(loopback.caller, Loopback.bytes(2), 0);

            Map<Long, Integer> seen = new HashMap<>();
            while (seen.size() < 2) {
                seen.putAll(await(epoll, -1));
            }
            assertThat(seen.get(-1L)).isEqualTo(EpollAbi.EPOLLIN);
            assertThat(seen.getOrDefault(0x1234_5678_9abc_def0L, 0) & EpollAbi.EPOLLPRI)
                    .isEqualTo(EpollAbi.EPOLLPRI);
        }
    }

    @Test
    void changesAndForgetsADescriptor() throws Exception {
        try (Loopback loopback = new Loopback();
                Descriptor epoll = epoll()) {
            add(epoll, loopback.client, EpollAbi.EPOLLOUT, 7);
            assertThat(await(epoll, -1)).containsExactly(Map.entry(7L, EpollAbi.EPOLLOUT));

            event.set(0, EpollAbi.EPOLLIN, 8);
            assertThat(loopback.client.control(calls, epoll.number(), EpollAbi.EPOLL_CTL_MOD, event))
                    .isZero();
            assertThat(await(epoll, 0)).isEmpty();
            loopback.server.send(loopback.caller, Loopback.bytes(2), 0);
            assertThat(await(epoll, -1)).containsExactly(Map.entry(8L, EpollAbi.EPOLLIN));

            assertThat(loopback.client.control(calls, epoll.number(), EpollAbi.EPOLL_CTL_DEL, event))
                    .isZero();
            assertThat(await(epoll, 0)).isEmpty();
            assertThat(loopback.client.control(calls, epoll.number(), EpollAbi.EPOLL_CTL_DEL, event))
                    .isEqualTo(-Abi.ENOENT);
        }
    }

    @Test
    void pollsAnyNumberOfDescriptors() throws Exception {
        int count = 300;
        MemorySegment polled = Arena.ofAuto().allocate(Abi.POLLFD_BYTES * count, Integer.BYTES);
        try (Loopback loopback = new Loopback()) {
            for (int i = 0; i < count; i++) {
                polled.set(JAVA_INT, i * Abi.POLLFD_BYTES, loopback.client.descriptor());
                polled.set(JAVA_SHORT, i * Abi.POLLFD_BYTES + Abi.POLLFD_EVENTS, Abi.POLLOUT);
            }

            assertThat(loopback.caller.linux().ppoll(polled, count, MemorySegment.NULL))
                    .isEqualTo(count);
            assertThat(polled.get(JAVA_SHORT, (count - 1) * Abi.POLLFD_BYTES + Abi.POLLFD_REVENTS))
                    .isEqualTo(Abi.POLLOUT);
        }
    }

    private Descriptor epoll() throws ErrnoException {
        return new Descriptor(new Linux(), ErrnoException.check("epoll_create1", calls.epollCreate1()));
    }

    private void add(Descriptor epoll, SocketHandle socket, int events, long data) {
        event.set(0, events, data);
        assertThat(socket.control(calls, epoll.number(), EpollAbi.EPOLL_CTL_ADD, event))
                .isZero();
    }

    private Map<Long, Integer> await(Descriptor epoll, int timeoutMs) throws ErrnoException {
        int count = ErrnoException.check(
                "epoll_wait", calls.epollWait(epoll.number(), happened.memory(), happened.size(), timeoutMs));
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < count; i++) {
            seen.put(happened.data(i), happened.events(i));
        }
        return seen;
    }
}
