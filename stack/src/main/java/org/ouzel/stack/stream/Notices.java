package org.ouzel.stack.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.Readiness;
import org.ouzel.StreamEvent;
import org.ouzel.StreamListener;
import org.ouzel.TcpStream;

/**
 * What a stream tells its listeners: events in their order, and readiness when it has changed. All is guarded by the engine's
 * lock, which callers hold; the listeners are called without it.
 */
public final class Notices {
    private final TcpStream stream;
    private final Courier courier;
    private final Unread unread;
    private final Supplier<Set<Readiness>> readiness;
    private @Nullable StreamListener listener;
    private @Nullable Consumer<Set<Readiness>> readinessListener;
    private Set<Readiness> lastReadiness = Set.of();

    /**
     * What happened on this connection while nobody listened, each once, as far as it is still news. Bounded: an ICMP error is
     * not kept.
     */
    private final List<StreamEvent> untold = new ArrayList<>(0);

    private int receives;
    private boolean arrivalTold;
    private boolean closingTold;
    private boolean terminatedTold = true;

    /**
     * Notices of a stream.
     *
     * @param stream whose they are, as its listener is told
     * @param courier takes them to the listeners
     * @param unread tells what has come for the user
     * @param readiness tells what it is ready for now
     */
    public Notices(TcpStream stream, Courier courier, Unread unread, Supplier<Set<Readiness>> readiness) {
        this.stream = stream;
        this.courier = courier;
        this.unread = unread;
        this.readiness = readiness;
    }

    /** The events go there from now on; the first listener is also told what happened on this connection before it came. */
    public void listener(StreamListener to) {
        listener = to;
        List<StreamEvent> kept = List.copyOf(untold);
        untold.clear();
        kept.forEach(this::tell);
    }

    /** What the stream is ready for goes there from now on: at once if there is anything, then when it has changed. */
    public void readinessListener(Consumer<Set<Readiness>> to) {
        readinessListener = to;
        lastReadiness = Set.of();
        onChange();
    }

    /** A connection begins. */
    public void onOpen() {
        untold.clear();
        arrivalTold = false;
        closingTold = false;
        terminatedTold = false;
    }

    /** A receive waits, or reads: what it will show need not be told. */
    public void receiveBegins() {
        receives++;
    }

    /** A receive has ended, and shown what it could. */
    public void receiveEnds() {
        receives--;
        arrivalTold = false;
        untold.removeIf(this::isKnown);
    }

    /** A call has waited for the open, and shown what came of it. */
    public void onOpenAwaited() {
        untold.removeIf(StreamEvent.PassiveOpenDone.class::isInstance);
    }

    /** Whether a receive has shown it. */
    private boolean isKnown(StreamEvent event) {
        return event instanceof StreamEvent.DataArrival
                || (event instanceof StreamEvent.Urgent && !unread.isUrgentMode());
    }

    /** The user has read: the peer's close counts from when all before it was delivered. */
    public void onRead() {
        onEnd();
        onChange();
    }

    /** More has come to read, or the end. */
    public void onData() {
        if (receives == 0 && !arrivalTold && unread.unreadBytes() > 0) {
            arrivalTold = true;
            tell(new StreamEvent.DataArrival());
        }
        onEnd();
    }

    private void onEnd() {
        if (unread.isAtEnd() && !closingTold && !terminatedTold) {
            closingTold = true;
            tell(new StreamEvent.Closing());
        }
    }

    /** Urgent data was announced. */
    public void onUrgent() {
        if (receives == 0) {
            tell(new StreamEvent.Urgent());
        }
    }

    /** The user timeout has passed, and was to be reported. */
    public void onUserTimeout() {
        tell(new StreamEvent.UserTimeout());
    }

    /** An ICMP error has come that quotes a packet of the connection. */
    public void onIcmp(IcmpError error) {
        if (listener != null) {
            tell(new StreamEvent.IcmpReceived(error));
        }
    }

    /** A passive open has come to an end. */
    public void onPassiveOpenDone(Optional<IOException> failure) {
        tell(new StreamEvent.PassiveOpenDone(failure));
    }

    /** The connection has ended. */
    public void onTerminated(CloseReason reason) {
        if (!terminatedTold) {
            terminatedTold = true;
            tell(new StreamEvent.Terminated(reason));
        }
    }

    /** Something may have changed that readiness depends on. */
    public void onChange() {
        Consumer<Set<Readiness>> to = readinessListener;
        if (to == null) {
            return;
        }
        Set<Readiness> now = readiness.get();
        if (!now.equals(lastReadiness)) {
            lastReadiness = now;
            courier.deliver(() -> to.accept(now));
        }
    }

    private void tell(StreamEvent event) {
        StreamListener to = listener;
        if (to != null) {
            courier.deliver(() -> to.onEvent(stream, event));
        } else if (!untold.contains(event)) {
            untold.add(event);
        }
    }
}
