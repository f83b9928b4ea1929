package org.ouzel.os;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.ouzel.PassiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.stack.StackHost;

/** A host of Ouzel's and the kernel, in a namespace of its own, with a TUN device between them. */
final class OverTun implements AutoCloseable {
    /** Long enough for anything that is to come at all. */
    static final Duration SOON = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN_NS = 200_000;
    private static final Duration LIFETIME = Duration.ofMillis(200);

    private final Namespace namespace;
    private final Sieve sieve;
    private final StackHost host;

    /** How packets cross the device. */
    enum Device {
        /** As a network carries them. */
        PLAIN,
        /** In one piece until they are cut, and with checksums that nobody completes. */
        OFFLOAD
    }

    /** A stream and the socket of the kernel's at its other end. */
    record Connected(TcpStream stream, KernelSocket kernel) {}

    private OverTun(Namespace namespace, Sieve sieve, String... addresses) {
        this.namespace = namespace;
        this.sieve = sieve;
        this.host = StackHost.builder()
                .name(namespace.name())
                .link(sieve, addresses)
                .maxSegmentLifetime(LIFETIME)
                .open();
    }

    /** With the addresses of {@link Family}. */
    static OverTun open() throws IOException {
        return open(Device.PLAIN);
    }

    /** The same over such a device. */
    static OverTun open(Device device) throws IOException {
        return open(device, "198.18.0.2/24", "2001:db8::2/64");
    }

    /** With other addresses, or wider prefixes, on Ouzel's side. */
    static OverTun withAddresses(String... addresses) throws IOException {
        return open(Device.PLAIN, addresses);
    }

    private static OverTun open(Device device, String... addresses) throws IOException {
        Interop.require();
        Namespace namespace = new Namespace();
        try {
            TunOptions named = TunOptions.of("ouzel0");
            TunOptions options = (device == Device.OFFLOAD ? named : named.withoutOffload())
                    .inNamespace(namespace.name())
                    .withHostSide("198.18.0.1/24")
                    .withHostSide("2001:db8::1/64");
            return new OverTun(namespace, new Sieve(TunLink.open(options)), addresses);
        } catch (IOException | RuntimeException failed) {
            namespace.close();
            throw failed;
        }
    }

    Namespace namespace() {
        return namespace;
    }

    Sieve sieve() {
        return sieve;
    }

    StackHost host() {
        return host;
    }

    /** What the names of the host's threads begin with. */
    String threadPrefix() {
        return namespace.name();
    }

    KernelSocket kernelSocket() throws IOException {
        return new KernelSocket(namespace);
    }

    /** A connection that Ouzel has opened actively. */
    Connected connectToKernel(Family family, StreamOptions options) throws IOException, InterruptedException {
        return connectToKernel(family, options, List.of());
    }

    /** The same, to a socket that does something else, too, while it listens. */
    Connected connectToKernel(Family family, StreamOptions options, List<String> commands)
            throws IOException, InterruptedException {
        KernelSocket kernel = kernelSocket();
        int port = kernel.listen(family);
        for (String command : commands) {
            kernel.result(command);
        }
        TcpStream stream = host.newStream(options);
        stream.activeOpen(family.kernel(port));
        kernel.result("accept");
        return new Connected(stream, kernel);
    }

    /** A connection that the kernel has opened, to a passive open. */
    Connected connectFromKernel(Family family, StreamOptions options) throws IOException, InterruptedException {
        TcpStream stream = host.newStream(options);
        stream.passiveOpen(PassiveOpen.on(family.ouzel(0)));
        KernelSocket kernel = kernelSocket();
        kernel.connect(stream.localAddress().orElseThrow());
        stream.awaitOpen();
        return new Connected(stream, kernel);
    }

    /** Runs something on a virtual thread of its own. */
    static <T> CompletableFuture<T> start(Callable<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                done.complete(action.call());
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    /** Runs a call that gives nothing, such as a close, on a virtual thread of its own. */
    static CompletableFuture<Boolean> startCall(Call call) {
        return start(() -> {
            call.run();
            return true;
        });
    }

    /** A call of a stream's. */
    interface Call {
        void run() throws Exception;
    }

    /** The result of what was started. */
    static <T> T soon(CompletableFuture<T> started) throws Exception {
        return started.get(SOON.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until something holds. Fails if that never comes. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + SOON + " until " + what);
            }
            // Leaves the lock and the processor to those it waits for.
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /** Waits until so many bytes lie unread at a stream. */
    static void awaitUnread(TcpStream stream, long count) {
        await(count + " bytes are unread", () -> stream.status().sequence().unreadBytes() == count);
    }

    /** Waits until the host holds nothing any more: connections, deadlines, pages. */
    void awaitNothingHeld() {
        await("nothing is held", () -> {
            Map<String, Long> counters = host.counters();
            return Stream.of("connections", "deadlines", "streams.open", "pages.lent")
                    .allMatch(name -> counters.getOrDefault(name, -1L) == 0);
        });
    }

    @Override
    public void close() throws IOException {
        host.close();
        namespace.close();
    }
}
