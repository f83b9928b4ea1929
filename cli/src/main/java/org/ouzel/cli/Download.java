package org.ouzel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.ouzel.Host;
import org.ouzel.TcpStatus;

/** Writes what a URL names to a file or to the standard output. For one use. */
final class Download {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final Optional<Path> file;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;
    private byte last = '\n';

    /**
     * A download.
     *
     * @param file where to; empty for the standard output
     */
    Download(Console console, Optional<Path> file) {
        this.console = console;
        this.file = file;
    }

    void run(Host host, URI url, Report report) throws IOException {
        long beganNs = System.nanoTime();
        TcpStatus status = new Fetch(host).get(url, this::write);
        Duration time = Duration.ofNanos(System.nanoTime() - beganNs);
        console.err()
                .println(String.format(Locale.ROOT, "%d bytes in %.2f s", bytes, time.toNanos() / NANOS_PER_SECOND));
        report.figure("bytes", bytes);
        report.seconds("seconds", time);
        report.segments(status.counters());
        report.text("sha256", Digests.hex(digest));
        if (file.isEmpty() && last != '\n') {
            report.lineIsOpen();
        }
    }

    private void write(InputStream content, long length) throws IOException {
        try (Progress progress = Progress.of(console, "get", length)) {
            if (file.isPresent()) {
                try (OutputStream out = Files.newOutputStream(file.get())) {
                    copy(content, out, progress);
                }
                return;
            }
            PrintStream out = console.out();
            copy(content, out, progress);
            if (out.checkError()) {
                throw new IOException("cannot write to standard output");
            }
        }
    }

    private void copy(InputStream content, OutputStream out, Progress progress) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        for (int count = content.read(block); count >= 0; count = content.read(block)) {
            out.write(block, 0, count);
            digest.update(block, 0, count);
            bytes += count;
            last = count > 0 ? block[count - 1] : last;
            progress.advance(count);
        }
    }
}
