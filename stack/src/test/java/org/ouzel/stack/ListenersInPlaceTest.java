package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.Readiness;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.HostPair;
import org.ouzel.stack.trial.TwoHosts;

/** Listeners that are called by the thread that reads the link. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenersInPlaceTest {
    private static final String READER = "server read";

    /** On a machine that is busy a thread may be gone for so long, now and then, that others run what it was to run. */
    private static final int ATTEMPTS = 100;

    private final TwoHosts hosts = TwoHosts.withListenersInPlace();

    @AfterEach
    void end() {
        hosts.close();
    }

    private interface OnArrival {
        void run(TcpStream stream) throws IOException;
    }

    /** Does that when data has come. */
    private static void onArrival(TcpStream stream, OnArrival then) {
        stream.onEvent((of, event) -> {
            if (event instanceof StreamEvent.DataArrival) {
                try {
                    then.run(of);
                } catch (IOException ended) {
                    throw new UncheckedIOException(ended);
                }
            }
        });
    }

    private static String now(TcpStream stream) throws IOException {
        return text(stream.receive(Duration.ZERO));
    }

    private static void say(TcpStream stream, String what) throws IOException {
        stream.send(bytes(what), SendFlag.PUSH);
    }

    private static <T> T soon(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(HostPair.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    // ---- Who calls

    @Test
    void oneThreadAcceptsAndAnswersAll() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        TcpListener listener = hosts.server().listen(new InetSocketAddress(0), 10);
        listener.onAcceptable(() -> {
            threads.add(Thread.currentThread().getName());
            try {
                onArrival(listener.tryAccept().orElseThrow(), stream -> {
                    threads.add(Thread.currentThread().getName());
                    say(stream, now(stream) + "!");
                });
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
        List<String> texts = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        for (String text : texts) {
            // On a virtual thread, which reads no link: so it is nobody else who reads the server's.
            String answer = Call.of(() -> {
                        TcpStream client = hosts.client().newStream();
                        client.activeOpen(hosts.at(listener.localAddress().getPort()));
                        say(client, text);
                        String said = text(client.receive());
                        client.abort();
                        return said;
                    })
                    .get();
            assertThat(answer).isEqualTo(text + "!");
        }
        assertThat(threads).hasSize(2 * texts.size()).filteredOn(READER::equals).hasSizeGreaterThan(texts.size());
    }

    @Test
    void whatAUsersThreadHasDoneIsToldByAnother() throws Exception {
        HostPair.Streams streams = hosts.connect();
        CompletableFuture<Thread> told = new CompletableFuture<>();
        streams.server().onReadiness(ready -> {
            if (ready.contains(Readiness.CLOSE_DONE)) {
                told.complete(Thread.currentThread());
            }
        });
        streams.server().abort();
        assertThat(told.get().isVirtual()).isTrue();
    }

    // ---- One after the other

    @Test
    void whatAListenerBringsAboutIsToldWhenItHasReturned() throws Exception {
        HostPair.Streams one = hosts.connect();
        HostPair.Streams other = hosts.connect();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        other.server().onEvent((of, event) -> told.add("aborted"));
        onArrival(one.server(), stream -> {
            told.add("begins");
            other.server().abort();
            told.add(now(stream));
            told.add("ends");
        });
        say(one.client(), "a");
        for (String expected : List.of("begins", "a", "ends", "aborted")) {
            assertThat(soon(told)).isEqualTo(expected);
        }
    }

    // ---- Waiting

    @Test
    void aListenerThatWaitsReadsTheLinkAndKeepsNobodyFromBeingTold() throws Exception {
        HostPair.Streams waiting = hosts.connect();
        HostPair.Streams other = hosts.connect();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        onArrival(waiting.server(), stream -> {
            String first = now(stream);
            if (!first.isEmpty()) {
                told.add(first);
                told.add(text(stream.receive()) + " " + Thread.currentThread().getName());
            }
        });
        onArrival(other.server(), stream -> told.add(now(stream)));
        String last = "";
        for (int i = 0; i < ATTEMPTS && !last.equals("c " + READER); i++) {
            say(waiting.client(), "a");
            assertThat(soon(told)).isEqualTo("a");
            say(other.client(), "b");
            assertThat(soon(told)).isEqualTo("b");
            say(waiting.client(), "c");
            last = soon(told);
        }
        assertThat(last).isEqualTo("c " + READER);
    }

    @Test
    void aListenerMayWaitForAnother() throws Exception {
        HostPair.Streams waiting = hosts.connect();
        HostPair.Streams other = hosts.connect();
        CompletableFuture<String> answer = new CompletableFuture<>();
        onArrival(waiting.server(), stream -> {
            now(stream);
            say(stream, "go on");
            answer.complete(text(stream.receive()));
        });
        onArrival(other.server(), stream -> say(stream, now(stream)));
        say(waiting.client(), "begin");
        assertThat(text(waiting.client().receive())).isEqualTo("go on");
        say(other.client(), "what");
        say(waiting.client(), text(other.client().receive()));
        assertThat(answer.get()).isEqualTo("what");
    }

    @Test
    void aListenerThatIsInterruptedWhileItWaitsEndsThatCallAlone() throws Exception {
        HostPair.Streams streams = hosts.connect();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        onArrival(streams.server(), stream -> {
            told.add(now(stream));
            Thread.currentThread().interrupt();
            stream.receive();
        });
        say(streams.client(), "a");
        assertThat(soon(told)).isEqualTo("a");
        onArrival(streams.server(), stream -> told.add(now(stream)));
        say(streams.client(), "b");
        assertThat(soon(told)).isEqualTo("b");
    }

    @Test
    void aListenerMayTakeALockThatOthersHoldWhileTheyCall() throws Exception {
        HostPair.Streams streams = hosts.connect();
        ReentrantLock users = new ReentrantLock();
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        CompletableFuture<String> told = new CompletableFuture<>();
        onArrival(streams.server(), stream -> {
            called.complete(true);
            users.lock();
            try {
                told.complete(now(stream));
            } finally {
                users.unlock();
            }
        });
        users.lock();
        try {
            say(streams.client(), "a");
            called.get();
            // The listener waits for the user's lock now: it must not hold the host's.
            say(streams.server(), "b");
            assertThat(streams.server().status().sequence().unreadBytes()).isEqualTo(1);
        } finally {
            users.unlock();
        }
        assertThat(told.get()).isEqualTo("a");
        assertThat(text(streams.client().receive())).isEqualTo("b");
    }

    @Test
    void whereAListenerDoesNotReturnAnotherThreadTakesThePlaceOfTheOneThatCalledIt() throws Exception {
        HostPair.Streams stuck = hosts.connect();
        HostPair.Streams other = hosts.connect();
        CompletableFuture<Boolean> letGo = new CompletableFuture<>();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        onArrival(stuck.server(), stream -> {
            String first = now(stream);
            letGo.join();
            told.add(first);
        });
        onArrival(other.server(), stream -> {
            String name = Thread.currentThread().getName();
            say(stream, now(stream) + " " + name);
        });
        say(stuck.client(), "a");
        say(other.client(), "b");
        assertThat(text(other.client().receive())).startsWith("b ");
        String answer = "";
        for (int i = 0; i < ATTEMPTS && !answer.equals("c " + READER); i++) {
            say(other.client(), "c");
            answer = text(other.client().receive());
        }
        assertThat(answer).isEqualTo("c " + READER);
        assertThat(told).isEmpty();
        letGo.complete(true);
        assertThat(soon(told)).isEqualTo("a");
        say(stuck.client(), "d");
        assertThat(soon(told)).isEqualTo("d");
    }

    // ---- Failing and ending

    @Test
    void aListenerThatFailsIsCalledAgain() throws Exception {
        HostPair.Streams streams = hosts.connect();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        onArrival(streams.server(), stream -> {
            String said = now(stream);
            told.add(said);
            throw new IOException("a failure of the listener's at " + said);
        });
        for (String text : List.of("a", "b")) {
            say(streams.client(), text);
            assertThat(soon(told)).isEqualTo(text);
        }
        assertThat(hosts.server().counters()).containsEntry("faults", 0L).containsEntry("links.failed", 0L);
    }

    @Test
    void aListenerMayCloseTheHost() throws Exception {
        HostPair.Streams streams = hosts.connect();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        streams.server().onEvent((of, event) -> {
            switch (event) {
                case StreamEvent.DataArrival _ -> {
                    hosts.server().close();
                    told.add("closed");
                }
                case StreamEvent.Terminated _ -> told.add("terminated");
                default -> told.add(event.toString());
            }
        });
        say(streams.client(), "a");
        assertThat(soon(told)).isEqualTo("closed");
        assertThat(soon(told)).isEqualTo("terminated");
    }
}
