package org.ouzel.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.bench.Benchmarks.Effort;
import org.ouzel.cli.wan.WanPoint;
import org.ouzel.cli.wan.WanSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code ouzel bench} that say what its suite {@code wan} measures. */
final class WanOptions {
    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(3600);
    private static final Duration QUICK_WINDOW = Duration.ofMillis(500);

    @Option(
            names = "--points",
            paramLabel = "POINT",
            split = ",",
            converter = PointReader.class,
            description = "wan: the links, such as loss1.rtt20,loss3.rtt100: loss in percent, round trip in"
                    + " milliseconds (default: loss 0, 1 and 3, each with 5, 20 and 100 ms).")
    private List<WanPoint> points = WanSettings.DEFAULT.points();

    @Option(names = "--seeds", paramLabel = "N", description = "wan: transfers for each link and pairing (default: 5).")
    private @Nullable Integer seeds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "wan: how long each is counted, from the first byte that arrives (default: 5).")
    private @Nullable BigDecimal seconds;

    @Option(
            names = "--jobs",
            paramLabel = "J",
            description = "wan: how many transfers run at a time (default: 4, one of each pairing).")
    private int jobs = WanSettings.DEFAULT.jobs();

    @Option(
            names = "--captures",
            paramLabel = "DIR",
            description = "wan: write a pcapng file of each transfer, as seen where the sender is put to the link.")
    private Optional<Path> captures = Optional.empty();

    /** What was asked for. */
    WanSettings settings(Effort effort) {
        boolean quick = effort.equals(Effort.QUICK);
        try {
            return new WanSettings(
                    points,
                    seeds != null ? seeds : quick ? 1 : WanSettings.DEFAULT.seeds(),
                    window(quick ? QUICK_WINDOW : WanSettings.DEFAULT.window()),
                    jobs,
                    captures);
        } catch (IllegalArgumentException impossible) {
            throw new UsageException(impossible);
        }
    }

    private Duration window(Duration otherwise) {
        if (seconds == null) {
            return otherwise;
        }
        if (seconds.compareTo(MOST_SECONDS) > 0) {
            throw new UsageException("--seconds is out of range: " + seconds);
        }
        return Duration.ofNanos(seconds.multiply(NANOS_PER_SECOND).longValue());
    }

    static final class PointReader implements ITypeConverter<WanPoint> {
        @Override
        public WanPoint convert(String text) {
            try {
                return WanPoint.named(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
        }
    }
}
