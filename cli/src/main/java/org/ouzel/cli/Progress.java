package org.ouzel.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

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
     */
    static Progress of(Console console, String title, long totalBytes) {
        return console.terminal() ? new Bar(console, title, totalBytes) : new Lines(console, title, totalBytes);
    }

    /** So many bytes more have been transferred. */
    void advance(long bytes);

    @Override
    void close();

    /** A bar that is drawn again and again in one line. */
    final class Bar implements Progress {
        private static final int WIDTH = 80;
        private static final int INTERVAL_MS = 100;

        private final ProgressBar bar;

        private Bar(Console console, String title, long totalBytes) {
            bar = new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(totalBytes)
                    .setUnit(" MiB", (long) MIB)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MS)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                    .build();
        }

        @Override
        public void advance(long bytes) {
            bar.stepBy(bytes);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Nothing but a line at each quarter; nothing at all where the size is not known. */
    final class Lines implements Progress {
        private static final int PARTS = 4;
        private static final int PERCENT = 100;

        private final Console console;
        private final String title;
        private final long totalBytes;
        private long doneBytes;

        private Lines(Console console, String title, long totalBytes) {
            this.console = console;
            this.title = title;
            this.totalBytes = totalBytes;
        }

        @Override
        public void advance(long bytes) {
            long before = parts();
            doneBytes += bytes;
            if (parts() > before) {
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
