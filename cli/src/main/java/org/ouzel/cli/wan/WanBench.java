package org.ouzel.cli.wan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.ouzel.cli.wan.Transfer.Outcome;

/** Measures transfers over bad links. */
public final class WanBench {
    /** What Linux sends with: set on each socket, and read back. */
    public static final String LINUX_CONTROL = "cubic";

    /** What Ouzel sends with: set on each stream, and read back. */
    public static final String OUZEL_CONTROL = "newreno";

    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Path DEVICE_FILE = Path.of("/dev/net/tun");

    private WanBench() {}

    /** Told of each transfer as it ends, by one thread. */
    public interface Observer {
        /** One has ended well. */
        void measured();

        /** One has failed: its point has fewer. */
        void failed(String transfer, String why);
    }

    /** Why nothing can be measured here; empty if it can. */
    public static Optional<String> obstacle() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return Optional.of("needs Linux");
        }
        if (!Files.isWritable(DEVICE_FILE)) {
            return Optional.of("needs " + DEVICE_FILE + ", readable and writable");
        }
        try (KernelEnd end = KernelEnd.open(End.SOURCE)) {
            end.probe();
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("needs root, the ip command and python3: " + failed.getMessage());
        }
    }

    /** Measures all of it. */
    public static WanResults run(WanSettings settings, Observer observer) throws IOException, InterruptedException {
        if (settings.captures().isPresent()) {
            Files.createDirectories(settings.captures().get());
        }
        ExecutorService workers = Executors.newFixedThreadPool(
                settings.jobs(), Thread.ofPlatform().name("ouzel-wan-", 0).factory());
        try {
            warmUp(settings, workers);
            return measure(settings, workers, observer);
        } finally {
            workers.shutdownNow();
        }
    }

    /** The first transfers would be measured while their code is compiled. What fails here fails again, and is told then. */
    private static void warmUp(WanSettings settings, ExecutorService workers) throws InterruptedException {
        WanPoint first = settings.points().getFirst();
        workers.invokeAll(Stream.of(Pairing.values())
                .map(pairing -> new Transfer(first, pairing, 0, WARM_UP))
                .map(transfer -> attempt(transfer, Optional.empty()))
                .toList());
    }

    private static WanResults measure(WanSettings settings, ExecutorService workers, Observer observer)
            throws InterruptedException {
        CompletionService<Attempt> attempts = new ExecutorCompletionService<>(workers);
        List<Transfer> transfers = transfers(settings);
        transfers.forEach(transfer -> attempts.submit(attempt(transfer, settings.captures())));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < transfers.size(); i++) {
            switch (ended(attempts.take())) {
                case Measured(Outcome outcome) -> {
                    outcomes.add(outcome);
                    observer.measured();
                }
                case Failed(Transfer transfer, String why) -> observer.failed(transfer.name(), why);
            }
        }
        return new WanResults(settings.points(), outcomes);
    }

    /** Those that are held against each other stand side by side: what else this computer does meets them alike. */
    private static List<Transfer> transfers(WanSettings settings) {
        return LongStream.rangeClosed(1, settings.seeds())
                .boxed()
                .flatMap(seed -> settings.points().stream().flatMap(point -> Stream.of(Pairing.values())
                        .map(pairing -> new Transfer(point, pairing, seed, settings.window()))))
                .toList();
    }

    private sealed interface Attempt {}

    private record Measured(Outcome outcome) implements Attempt {}

    private record Failed(Transfer transfer, String why) implements Attempt {}

    private static Callable<Attempt> attempt(Transfer transfer, Optional<Path> captures) {
        return () -> {
            try {
                return new Measured(transfer.run(captures));
            } catch (IOException failed) {
                return new Failed(transfer, failed.toString());
            }
        };
    }

    private static Attempt ended(Future<Attempt> attempt) throws InterruptedException {
        try {
            return attempt.get();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("a transfer broke", broken.getCause());
        }
    }
}
