package org.ouzel.cli;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Tells people how far something is: by a bar on a terminal, by a line for each quarter elsewhere. For use by one thread. */
sealed interface Progress extends AutoCloseable {
    /** The size where it is not known. */
    long UNKNOWN = -1;

    /** One mebibyte, the unit of what is shown. */
    double MIB = 1 << 20;

    /** What is counted, and how it is shown. */
    enum Unit {
        /** Bytes, shown in mebibytes. */
        BYTES(" MiB", (long) MIB, "%.1f MiB"),
        /** Seeds of a campaign. */
        SEEDS(" seeds", 1, "%.0f seeds"),
        /** Scripts that are run. */
        SCRIPTS(" scripts", 1, "%.0f scripts"),
        /** Transfers that are measured. */
        TRANSFERS(" transfers", 1, "%.0f transfers"),
        /** Rounds of what is measured again and again. */
        ROUNDS(" rounds", 1, "%.0f rounds");

        private final String name;
        private final long size;
        private final String format;

        Unit(String name, long size, String format) {
            this.name = name;
            this.size = size;
            this.format = format;
        }

        private String text(long amount) {
            return String.format(Locale.ROOT, format, (double) amount / size);
        }
    }

    /**
     * Begins to tell.
     *
     * @param title what is transferred
     * @param totalBytes how much there is, or {@link #UNKNOWN}
     * @param patience how long nothing is told, for most transfers are over by then
     */
    static Progress of(Console console, String title, long totalBytes, Duration patience) {
        return of(console, new Task(title, Unit.BYTES, totalBytes), patience);
    }

    /** The same of anything. */
    static Progress of(Console console, Task task, Duration patience) {
        return console.terminal() ? new Bar(console, task, patience) : new Lines(console, task, patience);
    }

    /**
     * What is told of.
     *
     * @param title what is done
     * @param unit what is counted
     * @param total how much there is, or {@link #UNKNOWN}
     */
    record Task(String title, Unit unit, long total) {}

    /** So much more has been done. */
    void advance(long amount);

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
        private long done;

        private Bar(Console console, Task task, Duration patience) {
            this.patience = patience;
            this.builder = new ProgressBarBuilder()
                    .setTaskName(task.title)
                    .setInitialMax(task.total)
                    .setUnit(task.unit.name, task.unit.size)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(INTERVAL_MS)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH));
        }

        @Override
        public void advance(long amount) {
            done += amount;
            Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNs);
            if (bar != null) {
                bar.stepTo(done);
            } else if (elapsed.compareTo(patience) >= 0) {
                bar = builder.startsFrom(done, elapsed).build();
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
        private final Task task;
        private final Duration patience;
        private final long beganNs = System.nanoTime();
        private long done;

        private Lines(Console console, Task task, Duration patience) {
            this.console = console;
            this.task = task;
            this.patience = patience;
        }

        @Override
        public void advance(long amount) {
            long before = parts();
            done += amount;
            if (parts() > before && System.nanoTime() - beganNs >= patience.toNanos()) {
                console.err()
                        .println(task.title + ": " + task.unit.text(done) + ", " + parts() * PERCENT / PARTS + " %");
            }
        }

        private long parts() {
            return task.total <= 0 ? 0 : done * PARTS / task.total;
        }

        @Override
        public void close() {}
    }
}
