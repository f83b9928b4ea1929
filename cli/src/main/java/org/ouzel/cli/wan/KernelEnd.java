package org.ouzel.cli.wan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.ouzel.bench.Namespace;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.stack.link.Link;

/**
 * The kernel's TCP in a namespace of its own, behind a TUN device. A script has the sockets there: {@code java.net} can neither
 * enter a namespace nor choose a congestion control.
 */
final class KernelEnd implements End {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Namespace namespace;
    private final TunLink device;
    private final Process script;
    private final Writer commands;
    private final BufferedReader answers;

    private KernelEnd(Namespace namespace, TunLink device, Process script) {
        this.namespace = namespace;
        this.device = device;
        this.script = script;
        this.commands = script.outputWriter(StandardCharsets.UTF_8);
        this.answers = script.inputReader(StandardCharsets.UTF_8);
    }

    static KernelEnd open(InetAddress address) throws IOException {
        Namespace namespace = new Namespace("wan");
        try {
            return open(namespace, address);
        } catch (IOException | RuntimeException failed) {
            namespace.close();
            throw failed;
        }
    }

    private static KernelEnd open(Namespace namespace, InetAddress address) throws IOException {
        TunLink device = TunLink.open(TunOptions.of("wan0")
                .withoutOffload()
                .inNamespace(namespace.name())
                .withMtu(WanPoint.MTU)
                .withHostSide(address.getHostAddress() + "/" + PREFIX_LENGTH));
        try {
            return new KernelEnd(namespace, device, namespace.start("python3", "-uc", text()));
        } catch (IOException failed) {
            device.close();
            throw failed;
        }
    }

    private static String text() throws IOException {
        try (InputStream resource = KernelEnd.class.getResourceAsStream("end.py")) {
            if (resource == null) {
                throw new IllegalStateException("end.py is not among the resources");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Link port() {
        return device;
    }

    /** Fails if the script cannot be run or the kernel lacks the congestion control. */
    void probe() throws IOException {
        ask("probe " + WanBench.LINUX_CONTROL);
    }

    @Override
    public void listen() throws IOException {
        ask("listen " + socket());
    }

    @Override
    public long receive(Duration window) throws IOException {
        Map<String, Object> answer =
                ask(String.format(Locale.ROOT, "receive %.3f", window.toNanos() / NANOS_PER_SECOND));
        return number(answer, "bytes");
    }

    @Override
    public void send() throws IOException {
        ask("send " + socket());
    }

    @Override
    public Told tell() throws IOException {
        Map<String, Object> answer = ask("tell");
        return new Told(String.valueOf(answer.get("control")), number(answer, "retransmitted"));
    }

    private static String socket() {
        return SINK.getAddress().getHostAddress() + " " + SINK.getPort() + " " + WanBench.LINUX_CONTROL;
    }

    private static long number(Map<String, Object> answer, String name) throws IOException {
        if (answer.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("the kernel's end tells no " + name + ": " + answer);
    }

    private Map<String, Object> ask(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        String line = answers.readLine();
        if (line == null || !line.startsWith("{")) {
            throw new IOException("the kernel's end fails at \"" + command + "\": "
                    + (line == null ? "it has ended" : line + " " + String.join(" ", answers.readAllLines())));
        }
        Map<String, Object> answer = JSON.std.mapFrom(line);
        if (answer.get("error") instanceof String error) {
            throw new IOException("the kernel's end fails at \"" + command + "\": " + error);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        device.close();
        script.destroyForcibly().onExit().join();
        namespace.close();
    }
}
