package org.ouzel.stack.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
    private final Subject subject;

    /** Null until there is a listener. */
    private @Nullable Audience audience;

    /**
     * What happened on this connection while nobody listened, each once, as far as it is still news: a list that can be changed
     * where there is any. Bounded: an ICMP error is not kept.
     */
    private List<StreamEvent> untold = List.of();

    private int receives;
    private boolean arrivalTold;
    private boolean closingTold;
    private boolean terminatedTold = true;

    /** The stream that the notices are of. Asked with the engine's lock held. */
    public interface Subject {
        /** Itself, as its listener is told. */
        TcpStream stream();

        /** What has come for its user. */
        Unread unread();

        /** What it is ready for now. */
        Set<Readiness> readinessNow();

        /** Somebody who takes the notices to its listeners. Asked for once, with the first of them. */
        Courier courier();
    }

    /** Those who listen. */
    private static final class Audience {
        private final Subject subject;
        private final Courier courier;
        private @Nullable StreamListener listener;
        private @Nullable Consumer<Set<Readiness>> readinessListener;
        private Set<Readiness> lastReadiness = Set.of();

        Audience(Subject subject) {
            this.subject = subject;
            this.courier = subject.courier();
        }

        /** Tells of an event; returns false if nobody listens to events. */
        boolean tell(StreamEvent event) {
            StreamListener to = listener;
            if (to == null) {
                return false;
            }
            courier.deliver(() -> to.onEvent(subject.stream(), event));
            return true;
        }

        void onChange() {
            Consumer<Set<Readiness>> to = readinessListener;
            if (to == null) {
                return;
            }
            Set<Readiness> now = subject.readinessNow();
            if (!now.equals(lastReadiness)) {
                lastReadiness = now;
                courier.deliver(() -> to.accept(now));
            }
        }
    }

    /** Notices of a stream. */
    public Notices(Subject subject) {
        this.subject = subject;
    }

    private Audience audience() {
        Audience there = audience == null ? new Audience(subject) : audience;
        audience = there;
        return there;
    }

    /** The events go there from now on; the first listener is also told what happened on this connection before it came. */
    public void listener(StreamListener to) {
        audience().listener = to;
        List<StreamEvent> kept = untold;
        untold = List.of();
        kept.forEach(this::tell);
    }

    /** What the stream is ready for goes there from now on: at once if there is anything, then when it has changed. */
    public void readinessListener(Consumer<Set<Readiness>> to) {
        Audience there = audience();
        there.readinessListener = to;
        there.lastReadiness = Set.of();
        onChange();
    }

    /** A connection begins. */
    public void onOpen() {
        untold = List.of();
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
        if (!untold.isEmpty()) { // There are so many receives that no object is made for each.
            forget(this::isKnown);
        }
    }

    /** A call has waited for the open, and shown what came of it. */
    public void onOpenAwaited() {
        forget(StreamEvent.PassiveOpenDone.class::isInstance);
    }

    private void forget(Predicate<StreamEvent> noNews) {
        if (!untold.isEmpty() && untold.removeIf(noNews) && untold.isEmpty()) {
            untold = List.of();
        }
    }

    /** Whether a receive has shown it. */
    private boolean isKnown(StreamEvent event) {
        return event instanceof StreamEvent.DataArrival
                || (event instanceof StreamEvent.Urgent && !subject.unread().isUrgentMode());
    }

    /** The user has read: the peer's close counts from when all before it was delivered. */
    public void onRead() {
        onEnd();
        onChange();
    }

    /** More has come to read, or the end. */
    public void onData() {
        if (receives == 0 && !arrivalTold && subject.unread().unreadBytes() > 0) {
            arrivalTold = true;
            tell(new StreamEvent.DataArrival());
        }
        onEnd();
    }

    private void onEnd() {
        if (subject.unread().isAtEnd() && !closingTold && !terminatedTold) {
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
        if (audience != null) {
            boolean _ = audience.tell(new StreamEvent.IcmpReceived(error));
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
        if (audience != null) {
            audience.onChange();
        }
    }

    private void tell(StreamEvent event) {
        if (audience == null || !audience.tell(event)) {
            keep(event);
        }
    }

    private void keep(StreamEvent event) {
        if (untold.isEmpty()) {
            untold = new ArrayList<>(1);
        }
        if (!untold.contains(event)) {
            untold.add(event);
        }
    }
}
