package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** How connections end, and what is left of them. */
class EndingTest {
    private final TwoMachines machines = TwoMachines.connected();
    private final TwoMachines.Host client = machines.client;
    private final TwoMachines.Host server = machines.server;
    private final int left = machines.left;
    private final int right = machines.right;

    private void write(TwoMachines.Host host, int fd, String text) {
        assertThat(host.ok(new Call.Write(fd, TwoMachines.bytes(text)))).isEqualTo(text.length());
    }

    private void linger(int seconds) {
        OptionValue value = new OptionValue.Linger(1, seconds);
        client.ok(new Call.SetSockOpt(left, Abi.SOL_SOCKET, Abi.SO_LINGER, value, 8));
    }

    private boolean wasReset() {
        return machines.trace.stream().anyMatch(segment -> segment.has(TcpFlags.RST));
    }

    private static boolean hasData(TcpSegment segment) {
        return segment.payload().length() > 0;
    }

    private void assertThatNothingIsLeft() {
        machines.pass(3000);
        assertThat(machines.connections()).isZero();
        assertThat(machines.pages()).isZero();
    }

    @Nested
    class Orderly {
        @Test
        void tellsTheEndWhenAllIsRead() {
            write(client, left, "abc");
            client.ok(new Call.Close(left));
            machines.pass(100);
            assertThat(TwoMachines.text(server.call(new Call.Read(right, 10)))).isEqualTo("abc");
            assertThat(server.ok(new Call.Read(right, 10))).isZero();
            assertThat(server.ok(new Call.Read(right, 10))).isZero();
            server.ok(new Call.Close(right));
            assertThatNothingIsLeft();
            assertThat(wasReset()).isFalse();
        }

        @Test
        void goesOnOneWayWhenTheOtherIsShut() {
            assertThat(client.errno(new Call.Shutdown(left, 7))).isEqualTo(Errno.EINVAL);
            client.ok(new Call.Shutdown(left, 1));
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
            assertThat(client.ioctl(left, Abi.SIOCOUTQ)).as("the FIN").isEqualTo(1);
            machines.pass(100);
            assertThat(server.ok(new Call.Read(right, 10))).isZero();
            machines.pass(300_000);
            write(server, right, "late");
            assertThat(TwoMachines.text(client.await(new Call.Read(left, 10)))).isEqualTo("late");
            server.ok(new Call.Close(right));
            machines.pass(100);
            assertThat(client.ok(new Call.Read(left, 10))).isZero();
            client.ok(new Call.Close(left));
            assertThatNothingIsLeft();
            assertThat(wasReset()).isFalse();
        }

        @Test
        void readsNothingAfterShuttingReceiving() {
            client.ok(new Call.Shutdown(left, 0));
            assertThat(client.ok(new Call.Read(left, 10))).isZero();
            write(client, left, "abc");
        }

        @Test
        void endsReadersThatWaitWhenThePeerCloses() {
            Answer read = server.call(new Call.Read(right, 10));
            client.ok(new Call.Close(left));
            assertThat(TwoMachines.value(server.end(read))).isZero();
        }

        @Test
        void isNotConnectedOnceBothHaveClosed() {
            server.ok(new Call.Close(right));
            machines.pass(100);
            client.ok(new Call.Shutdown(left, 1));
            machines.pass(100);
            assertThat(client.errno(new Call.Shutdown(left, 1))).isEqualTo(Errno.ENOTCONN);
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
            assertThat(client.ok(new Call.Read(left, 1))).isZero();
        }
    }

    @Nested
    class Reset {
        @Test
        void isToldToAReaderOnce() {
            abortServer();
            assertThat(client.errno(new Call.Read(left, 1))).isEqualTo(Errno.ECONNRESET);
            assertThat(client.ok(new Call.Read(left, 1))).isZero();
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
        }

        @Test
        void isToldToAWriterOnce() {
            abortServer();
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.ECONNRESET);
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
            assertThat(client.ok(new Call.Read(left, 1))).isZero();
        }

        @Test
        void isABrokenPipeWhereOnlySendingWasLeft() {
            write(client, left, "unread");
            server.ok(new Call.Shutdown(right, 1));
            machines.pass(100);
            server.ok(new Call.Close(right));
            machines.pass(100);
            assertThat(client.number(left, Abi.SOL_SOCKET, Abi.SO_ERROR)).isEqualTo(Errno.EPIPE.number());
        }

        @Test
        void leavesWhatHadComeBefore() {
            write(server, right, "abc");
            machines.pass(100);
            abortServer();
            assertThat(TwoMachines.text(client.call(new Call.Read(left, 10)))).isEqualTo("abc");
            assertThat(client.errno(new Call.Read(left, 1))).isEqualTo(Errno.ECONNRESET);
            client.ok(new Call.Close(left));
            assertThatNothingIsLeft();
        }

        @Test
        void endsCallsThatWait() {
            Answer first = client.call(new Call.Read(left, 1));
            Answer second = client.call(new Call.Read(left, 1));
            abortServer();
            assertThat(TwoMachines.errno(client.end(first))).isEqualTo(Errno.ECONNRESET);
            assertThat(TwoMachines.value(client.end(second))).isZero();
        }

        private void abortServer() {
            OptionValue value = new OptionValue.Linger(1, 0);
            server.ok(new Call.SetSockOpt(right, Abi.SOL_SOCKET, Abi.SO_LINGER, value, 8));
            server.ok(new Call.Close(right));
            machines.pass(100);
            assertThat(wasReset()).isTrue();
        }
    }

    @Nested
    class Close {
        // RFC 2525 §2.17
        @Test
        void resetsWhatWasNotRead() {
            write(client, left, "unread");
            machines.pass(100);
            server.ok(new Call.Close(right));
            machines.pass(100);
            assertThat(wasReset()).isTrue();
            assertThat(client.errno(new Call.Read(left, 1))).isEqualTo(Errno.ECONNRESET);
            client.ok(new Call.Close(left));
            assertThatNothingIsLeft();
        }

        @Test
        void resetsWhatComesLater() {
            server.ok(new Call.Close(right));
            machines.pass(100);
            write(client, left, "late");
            machines.pass(100);
            assertThat(wasReset()).isTrue();
            client.ok(new Call.Close(left));
            assertThatNothingIsLeft();
        }

        @Test
        void leavesTheRestToTheNode() {
            client.ok(new Call.Write(left, Call.zeros(50_000)));
            assertThat(client.ok(new Call.Close(left))).isZero();
            for (int read = 0; read < 50_000; ) {
                read += (int) TwoMachines.value(server.await(new Call.Read(right, 4000)));
            }
            assertThat(TwoMachines.value(server.await(new Call.Read(right, 1)))).isZero();
            server.ok(new Call.Close(right));
            assertThatNothingIsLeft();
            assertThat(wasReset()).isFalse();
        }

        @Test
        void givesAnOrphanUpWhosePeerNeverCloses() {
            client.ok(new Call.Close(left));
            machines.pass(59_000);
            assertThat(client.node.connections()).isOne();
            machines.pass(2_000);
            assertThat(client.node.connections()).isZero();
        }

        @Test
        void resetsAtOnceWithALingerOfNothing() {
            write(client, left, "lost");
            linger(0);
            client.ok(new Call.Close(left));
            assertThat(machines.trace.getLast().has(TcpFlags.RST)).isTrue();
            assertThat(client.node.connections()).isZero();
        }

        @Test
        void waitsUntilAllIsAcknowledgedIfItLingers() {
            linger(3);
            write(client, left, "abc");
            Answer close = client.call(new Call.Close(left));
            machines.pass(9);
            assertThat(client.isEnded(close)).isFalse();
            machines.pass(1);
            assertThat(client.isEnded(close)).isTrue();
        }

        @Test
        void waitsNoLongerThanItLingers() {
            linger(3);
            machines.loses = segment -> true;
            write(client, left, "abc");
            Answer close = client.call(new Call.Close(left));
            machines.pass(2_999);
            assertThat(client.isEnded(close)).isFalse();
            machines.pass(1);
            assertThat(TwoMachines.value(client.end(close))).isZero();
            assertThat(client.node.connections()).as("it goes on").isOne();
        }
    }

    @Nested
    class Silence {
        @Test
        void endsAConnectionAfterTheUserTimeout() {
            client.set(left, Abi.SOL_TCP, Abi.TCP_USER_TIMEOUT, 2_000);
            assertThat(client.number(left, Abi.SOL_TCP, Abi.TCP_USER_TIMEOUT)).isEqualTo(2_000);
            machines.loses = segment -> true;
            long before = machines.now;
            write(client, left, "abc");
            assertThat(TwoMachines.errno(client.await(new Call.Read(left, 1)))).isEqualTo(Errno.ETIMEDOUT);
            assertThat((machines.now - before) / TwoMachines.MS).isEqualTo(2_000);
            assertThat(client.errno(new Call.Write(left, Call.zeros(1)))).isEqualTo(Errno.EPIPE);
        }

        @Test
        void endsAConnectionAfterAsManyRetransmissionsAsTheSystemAllows() {
            SystemSettings before = client.settings;
            TcpTuning tuning = before.tcp().tuning().with(new TcpTuning.Retries(0, 0, 0, 0, 15));
            client.settings = new SystemSettings(
                    before.environment(),
                    before.tcp().with(tuning),
                    before.congestion(),
                    before.random(),
                    before.limits(),
                    before.fastOpen());
            machines.left = client.socket();
            machines.join();
            machines.loses = segment -> true;
            machines.trace.clear();
            write(client, machines.left, "abc");
            assertThat(TwoMachines.errno(client.await(new Call.Read(machines.left, 1))))
                    .isEqualTo(Errno.ETIMEDOUT);
            assertThat(machines.trace.stream().filter(EndingTest::hasData))
                    .as("one, a loss probe, and 15 again")
                    .hasSize(17);
        }

        @Test
        void endsAConnectionWhosePeerAnswersNoProbe() {
            client.set(left, Abi.SOL_SOCKET, Abi.SO_KEEPALIVE, 1);
            client.set(left, Abi.SOL_TCP, Abi.TCP_KEEPIDLE, 10);
            client.set(left, Abi.SOL_TCP, Abi.TCP_KEEPINTVL, 2);
            client.set(left, Abi.SOL_TCP, Abi.TCP_KEEPCNT, 3);
            machines.loses = segment -> true;
            long before = machines.now;
            assertThat(TwoMachines.errno(client.await(new Call.Read(left, 1)))).isEqualTo(Errno.ETIMEDOUT);
            assertThat((machines.now - before) / TwoMachines.MS).isBetween(15_800L, 16_000L);
        }
    }
}
