package org.ouzel.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.ouzel.stack.link.Faults;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code ouzel demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows what Ouzel can do, in one process: two hosts and a bad network between them. Needs no privilege,"
                        + " no network and no configuration.",
        footer = {
            "",
            "Figures of --json: bytes, seconds (of the transfer), close_ms (until the close was acknowledged), segments_in,"
                    + " segments_out, retransmitted_segments (of the sender's connection), packets_lost, packets_duplicated,"
                    + " packets_reordered (by the network, both ways). Beside them: sha256, of what was received.",
            "Exit status: 0 if everything went as it has to, 1 if not, 2 wrong usage."
        })
final class DemoCommand implements Callable<Integer> {
    private static final double PERCENT = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Console console;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            defaultValue = "32M",
            converter = SizeReader.class,
            description = "How much is transferred, with K, M or G for powers of 1024 (default: ${DEFAULT-VALUE}).")
    private long sizeBytes;

    @Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "1", description = "Packets lost (default: 1).")
    private double lossPercent;

    @Option(
            names = "--reordering",
            paramLabel = "PERCENT",
            defaultValue = "2",
            description = "Packets held back so that others overtake them (default: 2).")
    private double reorderingPercent;

    @Option(
            names = "--duplication",
            paramLabel = "PERCENT",
            defaultValue = "1",
            description = "Packets that arrive twice (default: 1).")
    private double duplicationPercent;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "1",
            description = "How long a packet is under way, each way (default: 1).")
    private double delayMillis;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "9293",
            description = "What the network's faults and the data are drawn from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private JsonOption json = new JsonOption();

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Demo demo = new Demo(console, sizeBytes, faults(), seed);
        return json.run(console, "demo", demo::play);
    }

    private Faults faults() {
        try {
            return Faults.NONE
                    .withLoss(lossPercent / PERCENT)
                    .withReordering(reorderingPercent / PERCENT)
                    .withDuplication(duplicationPercent / PERCENT)
                    .withDelay(Duration.ofNanos((long) (delayMillis * NANOS_PER_MILLI)));
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    static final class SizeReader implements ITypeConverter<Long> {
        private static final String UNITS = "KMG";
        private static final int BITS_PER_UNIT = 10;

        @Override
        public Long convert(String text) {
            int unit = text.isEmpty() ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
            String number = unit < 0 ? text : text.substring(0, text.length() - 1);
            try {
                long bytes = Math.multiplyExact(Long.parseLong(number), 1L << ((unit + 1) * BITS_PER_UNIT));
                if (bytes > 0) {
                    return bytes;
                }
            } catch (NumberFormatException | ArithmeticException impossible) {
                throw refused(text);
            }
            throw refused(text);
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException("\"" + text + "\" is no size: write it as 1000, 64K, 32M or 1G");
        }
    }
}
