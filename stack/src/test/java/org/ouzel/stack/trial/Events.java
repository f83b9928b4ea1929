package org.ouzel.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ouzel.StreamEvent;
import org.ouzel.TcpStream;

/** Takes note of the events of a stream. */
public final class Events {
    private final TcpStream stream;
    private final BlockingQueue<StreamEvent> told = new LinkedBlockingQueue<>();

    private Events(TcpStream stream) {
        this.stream = stream;
    }

    public static Events of(TcpStream stream) {
        Events events = new Events(stream);
        stream.onEvent((from, event) -> events.told.add(event));
        return events;
    }

    /** The next event. */
    public StreamEvent next() throws InterruptedException {
        StreamEvent event = told.poll(HostPair.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    /** All events up to the one that ends the connection. */
    public List<StreamEvent> untilTerminated() throws InterruptedException {
        List<StreamEvent> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!(all.getLast() instanceof StreamEvent.Terminated));
        return all;
    }

    /** All that was told before now: readiness is told on the same thread, behind it. Not for a stream that is ready for nothing. */
    public List<StreamEvent> soFar() throws Exception {
        CompletableFuture<Boolean> behind = new CompletableFuture<>();
        stream.onReadiness(ready -> behind.complete(true));
        behind.get(HostPair.SOON.toSeconds(), TimeUnit.SECONDS);
        List<StreamEvent> all = new ArrayList<>();
        told.drainTo(all);
        return all;
    }
}
