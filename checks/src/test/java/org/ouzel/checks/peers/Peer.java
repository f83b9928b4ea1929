package org.ouzel.checks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.ouzel.TcpStream;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.trial.HostPair;

/**
 * A server that others have made, as it comes, in a network namespace of the test's own, and a host of the kernel engine in
 * the same one: they reach each other over its loopback. The test starts the server; when it is over the server is ended, and
 * if it has failed, what the server has said stands beside the failure.
 */
final class Peer implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final String[] commands;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private @Nullable Namespace namespace;
    private @Nullable KernelHost host;
    private @Nullable Process server;
    private CompletableFuture<Boolean> silence = CompletableFuture.completedFuture(true);

    /**
     * A peer that is not started.
     *
     * @param commands what must be on the PATH
     */
    Peer(String... commands) {
        this.commands = commands;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Interop.require(commands);
        Namespace own = new Namespace();
        namespace = own;
        host = KernelHost.inNamespace(own.name());
    }

    /** Starts the server. It has to stay in the foreground. */
    void start(String... command) throws IOException {
        Process process = namespace().start(command);
        server = process;
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        silence = end;
        Thread.ofPlatform().daemon().name("what " + command[0] + " says").start(() -> listen(process, end));
    }

    private void listen(Process process, CompletableFuture<Boolean> end) {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException ended) {
            said.add(ended.toString());
        }
        end.complete(true);
    }

    /** The host of the kernel engine beside the server. */
    KernelHost host() {
        return Objects.requireNonNull(host);
    }

    Namespace namespace() {
        return Objects.requireNonNull(namespace);
    }

    /** Connects to a port of the server's, as soon as it listens there. */
    TcpStream connect(int port) throws IOException {
        TcpStream stream = host().newStream();
        Process process = Objects.requireNonNull(server);
        long end = System.nanoTime() + HostPair.SOON.toNanos();
        while (true) {
            try {
                stream.activeOpen(new InetSocketAddress(LOOPBACK, port));
                return stream;
            } catch (ConnectException refused) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("nobody listens on port " + port + ": " + said(), refused);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Waits until the server ends by itself, and gives all that it has said. */
    String ended() {
        silence.orTimeout(HostPair.SOON.toSeconds(), TimeUnit.SECONDS).join();
        return said();
    }

    private String said() {
        return String.join("\n", said);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new AssertionError("the server has said: " + said()));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (host != null) {
            host.close();
        }
        if (server != null) {
            end(server);
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    /** Ends the process and those that it has started, nobody else. */
    private static void end(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly()
                .onExit()
                .orTimeout(HostPair.SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
