package org.ouzel.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

/** Joins a stream to the standard input and output, until both directions have ended. */
final class Pipe {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Console console;
    private final PipeOptions options;

    /** Written by the receiver alone. */
    private volatile boolean lineEnded = true;

    Pipe(Console console, PipeOptions options) {
        this.console = console;
        this.options = options;
    }

    /** What went through. */
    private record Passed(long bytesIn, long urgentIn) {}

    /** Passes everything both ways. Ends with the first direction that fails, and with the second that ends. */
    void run(TcpStream stream, Report report) throws IOException, InterruptedException {
        long beganNs = System.nanoTime();
        BlockingQueue<FutureTask<?>> ended = new LinkedBlockingQueue<>();
        Optional<StatusLine> line =
                options.status() && console.terminal() ? Optional.of(StatusLine.of(console, stream)) : Optional.empty();
        FutureTask<Passed> in = start("ouzel-receiver", () -> receive(stream), ended);
        FutureTask<Long> out = start("ouzel-sender", () -> send(stream), ended);
        try {
            Outcomes.of(ended.take());
            Outcomes.of(ended.take());
        } catch (IOException | InterruptedException failed) {
            stream.abort();
            throw failed;
        } finally {
            line.ifPresent(StatusLine::close);
            if (options.status()) {
                StatusTable.print(console.err(), stream.status());
            }
            if (!lineEnded) {
                report.lineIsOpen();
            }
        }
        report.figure("bytes_in", Outcomes.of(in).bytesIn());
        report.figure("urgent_in", Outcomes.of(in).urgentIn());
        report.figure("bytes_out", Outcomes.of(out));
        report.seconds("seconds", Duration.ofNanos(System.nanoTime() - beganNs));
        report.segments(stream.status().counters());
    }

    /** A daemon thread: a read of the standard input cannot be ended, and must not keep the process. */
    private static <T> FutureTask<T> start(String name, Callable<T> work, BlockingQueue<FutureTask<?>> ended) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name(name).start(() -> {
            task.run();
            ended.add(task);
        });
        return task;
    }

    private Passed receive(TcpStream stream) throws IOException {
        PrintStream out = console.out();
        long bytes = 0;
        long urgent = 0;
        for (Received received = stream.receive(); !received.isEnd(); received = stream.receive()) {
            byte[] data = new byte[received.data().remaining()];
            received.data().get(data);
            out.write(data, 0, data.length);
            out.flush();
            if (out.checkError()) {
                throw new IOException("cannot write to standard output");
            }
            bytes += data.length;
            urgent += received.urgent() ? 1 : 0;
            lineEnded = data.length == 0 ? lineEnded : data[data.length - 1] == '\n';
        }
        return new Passed(bytes, urgent);
    }

    private long send(TcpStream stream) throws IOException {
        long bytes = options.urgent() ? sendLines(stream) : sendBlocks(stream);
        stream.close();
        return bytes;
    }

    private long sendBlocks(TcpStream stream) throws IOException {
        SendFlag[] flags = options.push() ? new SendFlag[] {SendFlag.PUSH} : new SendFlag[0];
        byte[] block = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int count = console.in().read(block);
                count >= 0;
                count = console.in().read(block)) {
            stream.send(ByteBuffer.wrap(block, 0, count), flags);
            bytes += count;
        }
        return bytes;
    }

    private long sendLines(TcpStream stream) throws IOException {
        SendFlag[] flags =
                options.push() ? new SendFlag[] {SendFlag.URGENT, SendFlag.PUSH} : new SendFlag[] {SendFlag.URGENT};
        InputStream in = new BufferedInputStream(console.in());
        long bytes = 0;
        for (byte[] line = line(in); line.length > 0; line = line(in)) {
            stream.send(ByteBuffer.wrap(line), flags);
            bytes += line.length;
        }
        return bytes;
    }

    /** The next line as it stands, whatever its encoding; empty at the end. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next >= 0) {
                line.write(next);
            }
        } while (next >= 0 && next != '\n' && line.size() < BUFFER_BYTES);
        return line.toByteArray();
    }
}
