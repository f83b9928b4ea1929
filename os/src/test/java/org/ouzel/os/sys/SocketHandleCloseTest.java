package org.ouzel.os.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a socket, and of those who use it, when it is closed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketHandleCloseTest {
    private static final int USERS = 3;
    private static final int ROUNDS = 300;

    private final Caller caller = new Caller();

    /** What a descriptor is of, or that there is none. */
    private static String target(int descriptor) throws IOException {
        Path link = Path.of("/proc/self/fd", String.valueOf(descriptor));
        return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
                ? Files.readSymbolicLink(link).toString()
                : "none";
    }

    @Test
    void sendsTheEnd() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.close();

            assertThat(Loopback.receive(caller, loopback.server)).isEmpty();
        }
    }

    @Test
    void isOfNoUseAfterwards() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.close();
            loopback.client.close();

            assertThat(loopback.client.enter()).isFalse();
            assertThat(loopback.client.send(caller, Loopback.bytes(1), 0)).isEqualTo(-Abi.EBADF);
            assertThat(loopback.client.receive(caller, Loopback.bytes(1), 0)).isEqualTo(-Abi.EBADF);
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> loopback.client.tcpInfo(caller))
                    .satisfies(failed -> assertThat(failed.errno()).isEqualTo(Abi.EBADF));
        }
    }

    @Test
    void keepsTheDescriptorForWhoUsesIt() throws IOException {
        try (Loopback loopback = new Loopback()) {
            int descriptor = loopback.client.descriptor();
            String socket = target(descriptor);
            assertThat(loopback.client.enter()).isTrue();

            loopback.client.close();
            assertThat(target(descriptor)).isEqualTo(socket).startsWith("socket:");
            loopback.client.leave();

            assertThat(target(descriptor)).isNotEqualTo(socket);
        }
    }

    @Test
    void wakesWhoWaitsForData() throws Exception {
        try (Loopback loopback = new Loopback()) {
            int happened = duringWait(loopback.client, loopback.client::close);

            assertThat(happened & Abi.POLLHUP).isEqualTo(Abi.POLLHUP);
        }
    }

    @Test
    void wakesWhoWaitsForAConnection() throws Exception {
        try (Loopback loopback = new Loopback()) {
            int happened = duringWait(loopback.listener, loopback.listener::close);

            assertThat(happened & Abi.POLLHUP).isEqualTo(Abi.POLLHUP);
        }
    }

    @Test
    void abortsWithAReset() throws IOException {
        try (Loopback loopback = new Loopback()) {
            loopback.client.abort(caller);

            Loopback.await(caller, loopback.server, Abi.POLLIN);
            assertThat(loopback.server.receive(caller, Arena.ofAuto().allocate(1), 0))
                    .isEqualTo(-Abi.ECONNRESET);
            assertThat(loopback.client.enter()).isFalse();
        }
    }

    @Test
    void abortsAtOnceAndWakesWhoWaits() throws Exception {
        try (Loopback loopback = new Loopback()) {
            int happened = duringWait(loopback.client, () -> loopback.client.abort(caller));

            assertThat(happened & Abi.POLLHUP).isEqualTo(Abi.POLLHUP);
            Loopback.await(caller, loopback.server, Abi.POLLIN);
            assertThat(loopback.server.receive(caller, Arena.ofAuto().allocate(1), 0))
                    .isEqualTo(-Abi.ECONNRESET);
        }
    }

    /** What a thread sees that waits for a socket to be readable while something is done to it. */
    private static int duringWait(SocketHandle socket, Runnable deed) throws Exception {
        assertThat(socket.enter()).isTrue();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Integer> waiting =
                    threads.submit(() -> Loopback.poll(new Caller(), socket.descriptor(), Abi.POLLIN));
            deed.run();
            return waiting.get();
        } finally {
            socket.leave();
        }
    }

    /** The sockets that are made meanwhile get the number again, and are told from this one by the size of their buffer. */
    @Test
    void neverCallsOnAnothersDescriptor() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(USERS + 1)) {
            for (int round = 0; round < ROUNDS; round++) {
                race(threads);
            }
        }
    }

    private void race(ExecutorService threads) throws Exception {
        SocketHandle socket = SocketHandle.open(caller, Abi.AF_INET);
        socket.set(caller, IntOption.SEND_BUFFER, 30_000);
        CyclicBarrier start = new CyclicBarrier(USERS + 1);
        List<Future<Boolean>> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            users.add(threads.submit(() -> {
                start.await();
                return useUntilClosed(socket);
            }));
        }
        Future<Boolean> closer = threads.submit(() -> {
            start.await();
            socket.close();
            reopen();
            return true;
        });
        assertThat(closer.get()).isTrue();
        for (Future<Boolean> user : users) {
            assertThat(user.get()).isTrue();
        }
    }

    private static boolean useUntilClosed(SocketHandle socket) throws ErrnoException {
        Caller user = new Caller();
        try {
            while (true) {
                int size = socket.get(user, IntOption.SEND_BUFFER);
                if (size != 60_000) {
                    throw new AssertionError("the buffer of another socket: " + size);
                }
            }
        } catch (ErrnoException closed) {
            return closed.errno() == Abi.EBADF;
        }
    }

    private static void reopen() throws ErrnoException {
        Caller other = new Caller();
        for (int i = 0; i < 3; i++) {
            SocketHandle.open(other, Abi.AF_INET).close();
        }
    }
}
