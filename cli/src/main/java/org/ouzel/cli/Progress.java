package org.ouzel.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells people how far a transfer is: by a bar on a terminal, by a line for each quarter elsewhere. For use by one thread. */
sealed interface Progress extends AutoCloseable {
    /** The size where it is not known. */
    long UNKNOWN = -1;

    /** One mebibyte, the unit of what is shown. */
    double MIB = 1 << 20;

    /**
     * Begins to tell.
     *
     * @param title what is transferred
     * @param totalBytes how much there is, or {@link #UNKNOWN}
     * @param patience how long nothing is told, for most transfers are over by then
     */
    static Progress of(Console console, String title, long totalBytes, Duration patience) {
        return console.terminal()
                ? new Bar(console, title, totalBytes, patience)
                : new Lines(console, title, totalBytes, patience);
    }

    /** So many bytes more have been transferred. */
    void advance(long bytes);

    @Override
    void close();

    /** A bar that is drawn again and again in one line. */
    final class Bar implements Progress {
        private static final int WIDTH = 80;
        private static final int INTERVAL_MS = 100;

        private final ProgressBarBuilder builder;
        private final Duration patience;
        private final long beganNs = System.nanoTime();
        private @Nullable ProgressBar bar;
        private long doneBytes;

        private Bar(Console console, String title, long totalBytes, Duration patience) {
            this.patience = patience;
            this.builder = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(totalBytes)
                    .setUnit(" MiB", (long) MIB)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MS)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH));
        }

        @Override
        public void advance(long bytes) {
            doneBytes += bytes;
            Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNs);
            if (bar != null) {
                bar.stepTo(doneBytes);
            } else if (elapsed.compareTo(patience) >= 0) {
                bar = builder.startsFrom(doneBytes, elapsed).build();
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** Nothing but a line at each quarter; nothing at all where the size is not known. */
    final class Lines implements Progress {
        private static final int PARTS = 4;
        private static final int PERCENT = 100;

        private final Console console;
        private final String title;
        private final long totalBytes;
        private final Duration patience;
        private final long beganNs = System.nanoTime();
        private long doneBytes;

        private Lines(Console console, String title, long totalBytes, Duration patience) {
            this.console = console;
            this.title = title;
            this.totalBytes = totalBytes;
            this.patience = patience;
        }

        @Override
        public void advance(long bytes) {
            long before = parts();
            doneBytes += bytes;
            if (parts() > before && System.nanoTime() - beganNs >= patience.toNanos()) {
                console.err()
                        .println(String.format(
                                Locale.ROOT, "%s: %.1f MiB, %d %%", title, doneBytes / MIB, parts() * PERCENT / PARTS));
            }
        }

        private long parts() {
            return totalBytes <= 0 ? 0 : doneBytes * PARTS / totalBytes;
        }

        @Override
        public void close() {}
    }
}
