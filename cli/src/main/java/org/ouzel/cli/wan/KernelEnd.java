package org.ouzel.cli.wan;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ouzel.bench.AskedProcess;
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
    private final AskedProcess script;

    private KernelEnd(Namespace namespace, TunLink device, AskedProcess script) {
        this.namespace = namespace;
        this.device = device;
        this.script = script;
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
            List<String> script = namespace.inside(List.of("python3", "-uc", text()));
            return new KernelEnd(namespace, device, AskedProcess.start("the kernel's end", script, PATIENCE));
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
                ask(String.format(Locale.ROOT, "receive %.3f", window.toNanos() / NANOS_PER_SECOND), window);
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
        return ask(command, Duration.ZERO);
    }

    /** Waits longer than the script does for its peer, which then tells what has failed. */
    private Map<String, Object> ask(String command, Duration takes) throws IOException {
        Map<String, Object> answer =
                JSON.std.mapFrom(script.ask(command, PATIENCE.multipliedBy(2).plus(takes)));
        if (answer.get("error") instanceof String error) {
            throw new IOException("the kernel's end fails at \"" + command + "\": " + error);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        device.close();
        script.close();
        namespace.close();
    }
}
