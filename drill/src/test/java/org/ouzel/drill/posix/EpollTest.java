package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code poll} and {@code epoll}. */
class EpollTest {
    private static final long DATA = 7;
    private final TwoMachines machines = TwoMachines.connected();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final int left = machines.left;
    private final int right = machines.right;
    private int epoll;

    @BeforeEach
    void create() {
        epoll = (int) server.ok(new Call.EpollCreate(0));
    }

    private Call.EpollCtl control(int operation, int fd, int events) {
        return new Call.EpollCtl(epoll, operation, fd, new EpollEvent(events, DATA));
    }

    private List<EpollEvent> take() {
        Answer.Result result = (Answer.Result) server.call(new Call.EpollWait(epoll, 10, 0));
        return ((Output.Events) result.output()).events();
    }

    private void write() {
        client.ok(new Call.Write(left, TwoMachines.bytes("abc")));
        machines.pass(100);
    }

    @Test
    void pollsSeveralAndWaits() {
        Call.Poll poll = new Call.Poll(
                List.of(
                        new PollEntry(right, Abi.POLLIN, 0),
                        new PollEntry(-1, Abi.POLLIN, 0),
                        new PollEntry(machines.listener, Abi.POLLIN, 0)),
                -1);
        Answer waits = server.call(poll);
        assertThat(waits).isInstanceOf(Answer.Pending.class);
        write();
        Answer.Result result = (Answer.Result) server.end(waits);
        assertThat(result.value()).isOne();
        assertThat(((Output.Polled) result.output()).entries())
                .extracting(PollEntry::revents)
                .containsExactly(Abi.POLLIN, 0, 0);
    }

    @Test
    void endsAPollAtItsTimeout() {
        long before = machines.now;
        Answer answer = server.await(new Call.Poll(List.of(new PollEntry(right, Abi.POLLIN, 0)), 50));
        assertThat(TwoMachines.value(answer)).isZero();
        assertThat(machines.now - before).isEqualTo(50 * TwoMachines.MS);
        assertThat(server.poll(99, Abi.POLLIN)).isEqualTo(Abi.POLLNVAL);
    }

    @Test
    void tellsOfALevelAsLongAsItLasts() {
        server.ok(control(Abi.EPOLL_CTL_ADD, right, Abi.POLLIN));
        assertThat(take()).isEmpty();
        write();
        assertThat(take()).containsExactly(new EpollEvent(Abi.POLLIN, DATA));
        assertThat(take()).hasSize(1);
        server.ok(new Call.Read(right, 10));
        assertThat(take()).isEmpty();
    }

    @Test
    void tellsOfAnEdgeOnceAndOfEachThatComes() {
        server.ok(control(Abi.EPOLL_CTL_ADD, right, Abi.POLLIN | Abi.POLLOUT | Abi.EPOLLET));
        assertThat(take()).containsExactly(new EpollEvent(Abi.POLLOUT, DATA));
        assertThat(take()).isEmpty();
        write();
        assertThat(take()).containsExactly(new EpollEvent(Abi.POLLIN | Abi.POLLOUT, DATA));
        assertThat(take()).isEmpty();
        write();
        assertThat(take()).as("more has come").hasSize(1);
        server.ok(new Call.Read(right, 10));
        assertThat(take()).isEmpty();
        client.ok(new Call.Close(left));
        machines.pass(100);
        assertThat(take()).hasSize(1);
    }

    @Test
    void tellsOnlyOnceUntilItIsAskedAgain() {
        server.ok(control(Abi.EPOLL_CTL_ADD, right, Abi.POLLIN | Abi.EPOLLONESHOT));
        write();
        assertThat(take()).hasSize(1);
        write();
        assertThat(take()).isEmpty();
        server.ok(control(Abi.EPOLL_CTL_MOD, right, Abi.POLLIN | Abi.EPOLLONESHOT));
        assertThat(take()).hasSize(1);
    }

    @Test
    void waitsForAConnection() {
        server.ok(control(Abi.EPOLL_CTL_ADD, machines.listener, Abi.POLLIN));
        Answer waits = server.call(new Call.EpollWait(epoll, 1, -1));
        client.call(new Call.Connect(client.socket(), machines.there()));
        assertThat(TwoMachines.value(server.end(waits))).isOne();
        assertThat(TwoMachines.value(server.await(new Call.EpollWait(epoll, 1, 10))))
                .isOne();
    }

    @Test
    void endsAWaitAtItsTimeout() {
        server.ok(control(Abi.EPOLL_CTL_ADD, right, Abi.POLLIN));
        assertThat(TwoMachines.value(server.await(new Call.EpollWait(epoll, 1, 30))))
                .isZero();
    }

    @Test
    void forgetsADescriptorThatIsClosed() {
        server.ok(control(Abi.EPOLL_CTL_ADD, right, Abi.POLLIN));
        server.ok(new Call.Close(right));
        assertThat(take()).isEmpty();
        server.ok(new Call.Close(epoll));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(server.errno(control(Abi.EPOLL_CTL_MOD, right, 1))).isEqualTo(Errno.ENOENT);
        assertThat(server.errno(control(Abi.EPOLL_CTL_DEL, right, 1))).isEqualTo(Errno.ENOENT);
        server.ok(control(Abi.EPOLL_CTL_ADD, right, 1));
        assertThat(server.errno(control(Abi.EPOLL_CTL_ADD, right, 1))).isEqualTo(Errno.EEXIST);
        server.ok(control(Abi.EPOLL_CTL_DEL, right, 0));
        assertThat(server.errno(control(Abi.EPOLL_CTL_ADD, epoll, 1))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(control(Abi.EPOLL_CTL_ADD, 99, 1))).isEqualTo(Errno.EBADF);
        assertThat(server.errno(control(9, right, 1))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.EpollWait(epoll, 0, 0))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.EpollWait(right, 1, 0))).isEqualTo(Errno.EINVAL);
        assertThat(server.errno(new Call.Recv(epoll, 1, 0))).isEqualTo(Errno.ENOTSOCK);
        assertThat(server.call(control(Abi.EPOLL_CTL_ADD, right, Abi.EPOLLEXCLUSIVE)))
                .isInstanceOf(Answer.Unsupported.class);
    }
}
