package org.ouzel.checks.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.checks.drill.OnKernel.CONNECTION;
import static org.ouzel.checks.drill.OnKernel.assertOk;
import static org.ouzel.checks.drill.OnKernel.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.drill.Drill;
import org.ouzel.drill.ScriptReport;
import org.ouzel.drill.ScriptReport.Outcome;
import org.ouzel.os.interop.Interop;

/** Calls that wait, those that seem to, and those that nothing ends. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelWaitingTest {
    @BeforeEach
    void needsRootAndDevices() {
        Interop.require();
    }

    // ---- What waits

    @Test
    void aCallThatWaitsThoughItIsNotWrittenToFails() {
        ScriptReport report = run(CONNECTION + "+0 read(4, ..., 10) = 10\n");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.text()).isEqualTo("read waits, and is not written to");
        assertThat(report.line()).isEqualTo(8);
    }

    @Test
    void aCallThatIsLateOnABusyComputerDoesNotWait() throws Exception {
        // With MSG_WAITALL it cannot be foreseen that a call returns at once.
        String script = CONNECTION + "+0 < P. 1:201(200) ack 1 win 32792\n+0 > . 1:1(0) ack 201\n"
                + "+0 recv(4, ..., 2, MSG_WAITALL) = 2\n".repeat(100);

        try (Busy _ = new Busy()) {
            assertOk(script);
        }
    }

    @Test
    void callsThatEndAsSoonAsTheyWaitAreToldOnce() {
        assertOk("0 epoll_create(1) = 3\n" + "+0...0.001 epoll_wait(3, ..., 8, 1) = 0\n".repeat(300));
    }

    /** Threads that take all processors from the others. */
    private static final class Busy implements AutoCloseable {
        private final AtomicBoolean done = new AtomicBoolean();

        Busy() {
            for (int i = 0; i < 8 * Runtime.getRuntime().availableProcessors(); i++) {
                Thread.ofPlatform().daemon().start(this::spin);
            }
        }

        private void spin() {
            while (!done.get()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            done.set(true);
        }
    }

    // ---- Descriptors of others

    @Test
    void aPollFindsThatDescriptorsOfTheProgramAreNone() {
        assertOk("""
                0 poll([{fd=0, events=POLLIN|POLLOUT, revents=POLLNVAL},
                        {fd=1, events=POLLIN|POLLOUT, revents=POLLNVAL},
                        {fd=-1, events=POLLIN, revents=0}], 3, 0) = 2
                """);
    }

    @Test
    void aSetOfDescriptorsTakesNoneOfTheProgram() {
        assertOk("""
                0  epoll_create(1) = 3
                +0 epoll_ctl(3, EPOLL_CTL_ADD, 0, {events=EPOLLIN, fd=0}) = -1 EBADF (Bad file descriptor)
                +0 epoll_ctl(3, EPOLL_CTL_ADD, 1, {events=EPOLLIN, fd=1}) = -1 EBADF (Bad file descriptor)
                """);
    }

    @Test
    void aDescriptorThatWasClosedIsNoneAnyMore() {
        assertOk("""
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 epoll_create(1) = 4
                +0 close(3) = 0
                +0 poll([{fd=3, events=POLLIN, revents=POLLNVAL}], 1, 0) = 1
                +0 epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, fd=3}) = -1 EBADF (Bad file descriptor)
                """);
    }

    @Test
    void noDescriptorIsMadeThatNobodyCloses() {
        ScriptReport report = run("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 fcntl(3, 0, 10) = 10\n");

        assertThat(report.outcome()).isEqualTo(Outcome.UNSUPPORTED);
        assertThat(report.text()).contains("fcntl command 0");
    }

    // ---- What is given back

    /** Calls that wait for ever, on descriptors of which some are closed meanwhile, and an end that comes too early. */
    private static final String ABANDONED = """
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  bind(3, ..., ...) = 0
            +0  listen(3, 1) = 0
            +0  < S 0:0(0) win 32792 <mss 1000>
            +0  > S. 0:0(0) ack 1 <...>
            +0  < . 1:1(0) ack 1 win 32792
            +.1 accept(3, ..., ...) = 4
            +0  epoll_create(1) = 5
            +0  epoll_create(1) = 6
            +0  epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0
            +0...900 epoll_wait(5, ..., 1, -1) = 0
            +0...900 epoll_wait(6, ..., 1, -1) = 0
            +0...900 accept(3, ..., ...) = 7
            +0...900 read(4, ..., 10) = 10
            +0...900 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, -1) = 1
            +0  close(6) = 0
            +0  close(3) = 0
            +0  setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=900}, 8) = 0
            +0  send(4, ..., 10, 0) = 10
            +0  > P. 1:11(10) ack 1
            +0  close(99) = 0
            """;

    @Test
    void whatWaitsForEverIsEndedAndGivesEverythingBack() throws Exception {
        assertThat(run(ABANDONED))
                .returns(Outcome.FAILED, ScriptReport::outcome)
                .returns(21, ScriptReport::line);
        assertGivenBack(ABANDONED);
    }

    @Test
    void aCloseThatLingersIsEnded() throws Exception {
        assertGivenBack(CONNECTION + """
                +0  setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=900}, 8) = 0
                +0  write(4, ..., 10) = 10
                +0  > P. 1:11(10) ack 1
                +0...900 close(4) = 0
                +0  > F. 11:11(0) ack 1
                +0  close(99) = 0
                """);
    }

    @Test
    void aScriptWhoseTimeIsUpGivesEverythingBack() throws Exception {
        Drill drill = new Drill(OnKernel.SETTINGS.withTimeout(Duration.ofSeconds(1)));

        ScriptReport report = drill.run("a.pkt", CONNECTION + "+0...900 read(4, ..., 10) = 10\n");

        assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.text()).contains("time limit of 1.000000 s is over", "waited for: the end of read of line 8");
        assertThat(report.time()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    @Test
    void aLimitThatIsOverBeforeTheHostIsThereIsToldAsOne() {
        Drill drill = new Drill(OnKernel.SETTINGS.withTimeout(Duration.ofNanos(1)));

        assertThat(drill.run("a.pkt", CONNECTION).text()).contains("time limit of 0.000000 s is over");
    }

    @Test
    void aSleepTakesItsTimeAndNoMoreThanThereIs() throws Exception {
        assertOk("`sleep .1`\n0 `sleep 0.3`\n+.5 close(9) = -1 EBADF (Bad file descriptor)\n`sleep .1s`\n");
        Drill drill = new Drill(OnKernel.SETTINGS.withTimeout(Duration.ofSeconds(1)));

        ScriptReport report = drill.run("a.pkt", CONNECTION + "+0 `sleep 100000`\n");

        assertThat(report.text()).contains("time limit of 1.000000 s is over", "waited for: +0 `sleep 100000`");
        assertThat(drill.run("b.pkt", "`sleep 100000`\n" + CONNECTION).text())
                .contains("time limit of 1.000000 s is over", "waited for: `sleep 100000`");
    }

    /** Runs a script that fails, again and again, and counts. */
    private static void assertGivenBack(String script) throws IOException {
        run(script);
        long before = descriptors();
        for (int i = 0; i < 3; i++) {
            assertThat(run(script).outcome()).isEqualTo(Outcome.FAILED);
        }

        assertThat(descriptors()).isEqualTo(before);
        assertNoThreads();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    /** A thread is there for a moment after it has done its last. */
    private static void assertNoThreads() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("drill-")
                        || thread.getName().equals("ouzel-namespace"))) {
            Thread.onSpinWait();
        }
    }
}
