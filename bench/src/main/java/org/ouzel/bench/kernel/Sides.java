package org.ouzel.bench.kernel;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The two sides of a round, each on a thread of its own.
 *
 * @param <S> what the server tells
 * @param <C> what the client tells
 * @param server the one that is called
 * @param client the one that calls
 */
record Sides<S, C>(Callable<S> server, Callable<C> client) {
    /**
     * What both have told.
     *
     * @param <S> what the server tells
     * @param <C> what the client tells
     */
    record Ended<S, C>(S server, C client) {}

    /**
     * Runs both to their end.
     *
     * @throws IOException as soon as one has failed; the other, which may then wait for ever, is left to the end of the process
     */
    Ended<S, C> run(ThreadKind kind) throws IOException {
        CompletableFuture<S> served = new CompletableFuture<>();
        CompletableFuture<C> called = new CompletableFuture<>();
        CompletableFuture<Ended<S, C>> both = served.thenCombine(called, Ended::new);
        start(kind, server, served, both);
        start(kind, client, called, both);
        try {
            return both.join();
        } catch (CompletionException failed) {
            throw new IOException("a round has failed", failed.getCause());
        }
    }

    private static <T> void start(
            ThreadKind kind, Callable<T> side, CompletableFuture<T> told, CompletableFuture<?> both) {
        Thread.Builder threads =
                switch (kind) {
                    case PLATFORM -> Thread.ofPlatform().daemon();
                    case VIRTUAL -> Thread.ofVirtual();
                    case EVENT_LOOPS -> throw new IllegalArgumentException("calls that block have no event loops");
                };
        threads.start(() -> {
            try {
                told.complete(side.call());
            } catch (Exception | Error failed) {
                both.completeExceptionally(new CompletionException(failed));
            }
        });
    }
}
