package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.checks.drill.OnKernel.CONNECTION;
import static org.ouzel.checks.drill.OnKernel.assertOk;
import static org.ouzel.checks.drill.OnKernel.run;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.os.interop.Interop;

/** Messages, buffers in pieces, and sets of descriptors, at Linux. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelMessagesTest {
    @BeforeEach
    void needsRootAndDevices() {
        Interop.require();
    }

    // ---- Messages and pieces

    @Test
    void aMessageIsSentInPieces() {
        assertOk(CONNECTION + """
                +0  sendmsg(4, {msg_name(...)=..., msg_iov(3)=[{..., 100}, {..., 0}, {..., 50}], msg_flags=0}, 0) = 150
                +0  > P. 1:151(150) ack 1
                +0  < . 1:1(0) ack 151 win 32792
                +.1 writev(4, [{..., 10}, {..., 0}, {..., 20}], 3) = 30
                +0  > P. 151:181(30) ack 1
                """);
    }

    @Test
    void aMessageIsReceivedInPieces() {
        assertOk(CONNECTION + """
                +0  < P. 1:31(30) ack 1 win 32792
                +0  > . 1:1(0) ack 31
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(2)=[{..., 4}, {..., 8}], msg_flags=0}, 0) = 12
                +0  readv(4, [{..., 4}, {..., 0}, {..., 4}], 3) = 8
                +0  read(4, ..., 0) = 0
                +0  read(4, ..., 100) = 10
                """);
    }

    @Test
    void aMessageThatIsNotThereIsWaitedFor() {
        assertOk(CONNECTION + """
                +0...0.3 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 9}], msg_flags=0}, 0) = 5
                +.1 < P. 1:6(5) ack 1 win 32792
                +0  > . 1:1(0) ack 6
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 9}]}, MSG_DONTWAIT) = -1 EAGAIN (Resource temporarily unavailable)
                """);
    }

    @Test
    void anUrgentByteHasItsFlag() {
        assertOk(CONNECTION + """
                +0  < PU. 1:4(3) ack 1 win 32792 urg 3
                +0  > . 1:1(0) ack 4
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 9}], msg_flags=MSG_OOB}, MSG_OOB) = 1
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 9}], msg_flags=0}, 0) = 2
                """);
    }

    @Test
    void howMuchIsLeftIsToldInAControlMessage() {
        assertOk(CONNECTION + """
                +0  setsockopt(4, SOL_TCP, TCP_INQ, [1], 4) = 0
                +0  < P. 1:31(30) ack 1 win 32792
                +0  > . 1:1(0) ack 31
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0,
                                msg_control=[{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=20}]}, 0) = 10
                """);
    }

    @Test
    void whatIcmpToldIsInTheErrorQueue() {
        // 113 is EHOSTUNREACH, 2 SO_EE_ORIGIN_ICMP.
        assertOk("""
                0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0  fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                +0  setsockopt(3, SOL_IP, IP_RECVERR, [1], 4) = 0
                +0  connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                +0  > S 0:0(0) <...>
                +.1 < icmp unreachable host_unreachable [0:0(0)]
                +0  recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 100}], msg_flags=MSG_ERRQUEUE,
                                msg_control=[{cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                              cmsg_data={ee_errno=113, ee_origin=2, ee_type=3, ee_code=1}}]},
                            MSG_ERRQUEUE) = ...
                """);
    }

    @Test
    void whenDataWasAcknowledgedIsInTheErrorQueue() {
        // 42 is ENOMSG, 2 SCM_TSTAMP_ACK, and 9 the last byte.
        assertOk(CONNECTION + """
                +0  setsockopt(4, SOL_SOCKET, SO_TIMESTAMPING,
                               [SOF_TIMESTAMPING_TX_ACK|SOF_TIMESTAMPING_SOFTWARE|SOF_TIMESTAMPING_OPT_TSONLY|SOF_TIMESTAMPING_OPT_ID], 4) = 0
                +0  write(4, ..., 10) = 10
                +0  > P. 1:11(10) ack 1
                +.1 < . 1:1(0) ack 11 win 32792
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 0}], msg_flags=MSG_ERRQUEUE,
                                msg_control=[{cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING, cmsg_data={scm_sec=0, scm_nsec=0}},
                                             {cmsg_level=SOL_IP, cmsg_type=IP_RECVERR,
                                              cmsg_data={ee_errno=42, ee_origin=SO_EE_ORIGIN_TIMESTAMPING, ee_info=2, ee_data=9}}]},
                            MSG_ERRQUEUE) = 0
                """);
    }

    @Test
    void aControlMessageThatIsOtherThanWrittenFails() {
        ScriptReport report = run(CONNECTION + """
                +0  setsockopt(4, SOL_TCP, TCP_INQ, [1], 4) = 0
                +0  < P. 1:31(30) ack 1 win 32792
                +0  > . 1:1(0) ack 31
                +0  recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0,
                                msg_control=[{cmsg_level=SOL_TCP, cmsg_type=TCP_CM_INQ, cmsg_data=21}]}, 0) = 10
                """);

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.text()).contains("control message");
    }

    @Test
    void buffersThatNobodyHasRoomForAreNotAskedOfTheKernel() {
        for (String count : new String[] {"2000000000", "-5"}) {
            ScriptReport report = run(CONNECTION + "+0 recv(4, ..., " + count + ", MSG_DONTWAIT) = 0\n");

            assertThat(report).as(count).returns(Outcome.UNSUPPORTED, ScriptReport::outcome);
            assertThat(report.text()).isEqualTo("no buffer of " + count + " bytes can be had");
        }
    }

    // ---- Sets of descriptors

    @Test
    void aSetTellsWhatIsReady() {
        assertOk(CONNECTION + """
                +0  epoll_create(1) = 5
                +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN|EPOLLOUT, fd=4}) = 0
                +0  epoll_wait(5, {events=EPOLLOUT, fd=4}, 8, 0) = 1
                +0  epoll_ctl(5, EPOLL_CTL_MOD, 4, {events=EPOLLIN, fd=4}) = 0
                +0  epoll_wait(5, ..., 8, 0) = 0
                +0  < P. 1:11(10) ack 1 win 32792
                +0  > . 1:1(0) ack 11
                +0  epoll_wait(5, {events=EPOLLIN, fd=4}, 8, 0) = 1
                +0  epoll_ctl(5, EPOLL_CTL_DEL, 4, ...) = 0
                +0  epoll_wait(5, ..., 8, 0) = 0
                +0  epoll_ctl(5, EPOLL_CTL_DEL, 4, ...) = -1 ENOENT (No such file or directory)
                +0  epoll_wait(5, ..., 0, 0) = -1 EINVAL (Invalid argument)
                """);
    }

    @Test
    void aSetIsWaitedForUntilSomethingIsReady() {
        assertOk(CONNECTION + """
                +0  epoll_create(1) = 5
                +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN|EPOLLET, fd=4}) = 0
                +0...0.3 epoll_wait(5, {events=EPOLLIN, fd=4}, 8, -1) = 1
                +.1 < P. 1:11(10) ack 1 win 32792
                +0  > . 1:1(0) ack 11
                +0  epoll_wait(5, ..., 8, 0) = 0
                """);
    }

    @Test
    void aWaitEndsWithItsTime() {
        assertOk(CONNECTION + """
                +0  epoll_create(1) = 5
                +0...0.1 epoll_wait(5, ..., 8, 100) = 0
                +0...0.1 poll([{fd=4, events=POLLIN, revents=0}], 1, 100) = 0
                """);
    }

    @Test
    void aSetThatIsClosedWhileItIsWaitedForIsWaitedForStill() {
        assertOk(CONNECTION + """
                +0  epoll_create(1) = 5
                +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0
                +0...0.3 epoll_wait(5, {events=EPOLLIN, fd=4}, 8, -1) = 1
                +.1 close(5) = 0
                +0  epoll_wait(5, ..., 8, 0) = -1 EBADF (Bad file descriptor)
                +.1 < P. 1:11(10) ack 1 win 32792
                +0  > . 1:1(0) ack 11
                """);
    }
}
