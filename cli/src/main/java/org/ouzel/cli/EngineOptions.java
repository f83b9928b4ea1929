package org.ouzel.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ouzel.Host;
import org.ouzel.os.HostSide;
import org.ouzel.os.Processors;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.os.kernel.KernelHost;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.CaptureLink;
import org.ouzel.stack.link.Link;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which engine a command runs on, and the host that comes of them. */
final class EngineOptions {
    @Option(
            names = "--engine",
            paramLabel = "kernel|tun:NAME",
            converter = EngineReader.class,
            description =
                    "kernel: the operating system's own TCP, which is the default. tun:NAME: Ouzel's own TCP behind the"
                            + " TUN device NAME, which is made if there is none; the other options here are for it.")
    private Engine engine = new Engine.Kernel();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS/LENGTH",
            converter = AddressReader.class,
            description = "An address of Ouzel's own, such as 198.18.0.2/24. May be given several times.")
    private List<HostSide> addresses = new ArrayList<>();

    @Option(
            names = "--host-address",
            paramLabel = "ADDRESS",
            converter = LiteralReader.class,
            description = "The kernel's address on the same device, such as 198.18.0.1, with the prefix length of the"
                    + " --address of its family. May be given several times. With none, the device is taken as the"
                    + " administrator has configured it.")
    private List<InetAddress> hostAddresses = new ArrayList<>();

    @Option(
            names = "--mtu",
            paramLabel = "BYTES",
            description = "The largest packet on the device (default: " + TunOptions.DEFAULT_MTU
                    + "); set with --host-address.")
    private Optional<Integer> mtu = Optional.empty();

    @Option(
            names = "--queues",
            paramLabel = "COUNT",
            description =
                    "How many queues the device has (default: 1), each with connections of its own and served on its"
                            + " own. Nothing is gained on two processors, of which the kernel needs one. One with --capture.")
    private Optional<Integer> queues = Optional.empty();

    @Option(
            names = "--busy-poll",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description =
                    "How long the reader of each queue looks at the device again and again, such as 50us, before it"
                            + " sleeps (default: 0us; at most 10ms): faster answers for a processor's time. Not with one processor.")
    private Optional<Duration> busyPoll = Optional.empty();

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Write every packet to this pcapng file, as a network carries it: the device cuts none then.")
    private Optional<Path> capture = Optional.empty();

    /**
     * A host that is open, and what is to be said when it ends.
     *
     * @param host the host
     * @param capture its capture, if there is one
     * @param console where a capture that failed is told
     */
    record OpenHost(Host host, Optional<CaptureLink> capture, Console console) implements AutoCloseable {
        @Override
        public void close() {
            host.close();
            capture.flatMap(CaptureLink::failure)
                    .ifPresent(failed -> console.err().println("the capture is not complete: " + failed.getMessage()));
        }
    }

    /** Opens the host that the options describe. */
    OpenHost open(Console console) throws IOException {
        return switch (engine) {
            case Engine.Kernel kernel -> openKernel(console);
            case Engine.Tun tun -> openTun(tun, console);
        };
    }

    private OpenHost openKernel(Console console) {
        boolean ofTun = mtu.isPresent() || queues.isPresent() || busyPoll.isPresent() || capture.isPresent();
        if (!addresses.isEmpty() || !hostAddresses.isEmpty() || ofTun) {
            throw new UsageException(
                    "--address, --host-address, --mtu, --queues, --busy-poll and --capture are for --engine tun:NAME");
        }
        return new OpenHost(KernelHost.open(), Optional.empty(), console);
    }

    private OpenHost openTun(Engine.Tun tun, Console console) throws IOException {
        if (addresses.isEmpty()) {
            throw new UsageException("--engine tun:NAME needs an --address of Ouzel's own, such as 198.18.0.2/24");
        }
        StackHost.Builder builder = builder();
        List<TunLink> links = openLinks(tun);
        Optional<CaptureLink> captured = captured(links.getFirst());
        List<? extends Link> outer = captured.isPresent() ? List.of(captured.get()) : links;
        try {
            String[] own = addresses.stream().map(EngineOptions::text).toArray(String[]::new);
            return new OpenHost(builder.queues(outer, own).open(), captured, console);
        } catch (IllegalArgumentException impossible) {
            outer.forEach(Link::close);
            throw new UsageException(impossible);
        }
    }

    /** Before any device is opened, which would have to be closed again. */
    private StackHost.Builder builder() {
        try {
            return StackHost.builder().processor(Processors::current).busyPoll(busyPoll.orElse(Duration.ZERO));
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    private List<TunLink> openLinks(Engine.Tun tun) throws IOException {
        int count = queues.orElse(1);
        if (capture.isPresent() && count > 1) {
            throw new UsageException("--capture writes what goes by one queue, not by --queues " + count);
        }
        try {
            return TunLink.openQueues(tunOptions(tun), count);
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    private Optional<CaptureLink> captured(TunLink link) throws IOException {
        try {
            return capture.isPresent() ? Optional.of(new CaptureLink(link, capture.get())) : Optional.empty();
        } catch (IOException failed) {
            link.close();
            throw failed;
        }
    }

    private TunOptions tunOptions(Engine.Tun tun) {
        try {
            TunOptions named = TunOptions.of(tun.device()).withMtu(mtu.orElse(TunOptions.DEFAULT_MTU));
            TunOptions options = capture.isPresent() ? named.withoutOffload() : named;
            for (InetAddress address : hostAddresses) {
                requireApart(address);
                options = options.withHostSide(new HostSide(address, prefixLength(address)));
            }
            return options;
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    private void requireApart(InetAddress hostAddress) {
        if (addresses.stream().anyMatch(own -> own.address().equals(hostAddress))) {
            throw new UsageException("--host-address " + hostAddress.getHostAddress()
                    + " is the kernel's side of the device: it cannot be an --address too");
        }
    }

    private int prefixLength(InetAddress hostAddress) {
        return addresses.stream()
                .filter(own -> isIpv4(own.address()) == isIpv4(hostAddress))
                .findFirst()
                .map(HostSide::prefixLength)
                .orElseThrow(() -> new UsageException(
                        "--host-address " + hostAddress.getHostAddress() + " needs an --address of its family"));
    }

    private static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    private static String text(HostSide own) {
        return own.address().getHostAddress() + "/" + own.prefixLength();
    }

    /** Which engine. */
    sealed interface Engine {
        /** The operating system's TCP. */
        record Kernel() implements Engine {}

        /**
         * Ouzel's own.
         *
         * @param device the TUN device
         */
        record Tun(String device) implements Engine {}
    }

    static final class EngineReader implements ITypeConverter<Engine> {
        private static final String TUN = "tun:";

        @Override
        public Engine convert(String text) {
            if (text.equals("kernel")) {
                return new Engine.Kernel();
            }
            if (!text.startsWith(TUN)) {
                throw new TypeConversionException("\"" + text + "\" is no engine: write it as kernel or tun:NAME");
            }
            String device = text.substring(TUN.length());
            try {
                return new Engine.Tun(TunOptions.of(device).device());
            } catch (IllegalArgumentException impossible) {
                throw new TypeConversionException(impossible.getMessage());
            }
        }
    }

    static final class AddressReader implements ITypeConverter<HostSide> {
        @Override
        public HostSide convert(String text) {
            try {
                return HostSide.of(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
        }
    }

    static final class LiteralReader implements ITypeConverter<InetAddress> {
        @Override
        public InetAddress convert(String text) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException("\"" + text + "\" is no address");
            }
        }
    }
}
