package org.ouzel.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ouzel.CloseReason;
import org.ouzel.Readiness;
import org.ouzel.StreamEvent;
import org.ouzel.StreamListener;
import org.ouzel.TcpStream;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.tcp.Tcb;

/**
 * What a stream tells its listeners: events in their order, and readiness when it has changed. All is guarded by the shard's
 * lock, which callers hold; the listeners are called without it.
 */
final class Notices {
    private final TcpStream stream;
    private final Tcb tcb;
    private final Courier courier;
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
     * @param readiness tells what it is ready for now
     */
    Notices(TcpStream stream, Endpoint endpoint, Supplier<Set<Readiness>> readiness) {
        this.stream = stream;
        this.tcb = endpoint.tcb();
        this.courier = new Courier(endpoint.shard(), "events");
        this.readiness = readiness;
    }

    /** The events go there from now on; the first listener is also told what happened on this connection before it came. */
    void listener(StreamListener to) {
        listener = to;
        List<StreamEvent> kept = List.copyOf(untold);
        untold.clear();
        kept.forEach(this::tell);
    }

    void readinessListener(Consumer<Set<Readiness>> to) {
        readinessListener = to;
        lastReadiness = Set.of();
        onChange();
    }

    /** A connection begins. */
    void onOpen() {
        untold.clear();
        arrivalTold = false;
        closingTold = false;
        terminatedTold = false;
    }

    void receiveBegins() {
        receives++;
    }

    void receiveEnds() {
        receives--;
        arrivalTold = false;
        untold.removeIf(this::isKnown);
    }

    /** A call has waited for the open, and shown what came of it. */
    void onOpenAwaited() {
        untold.removeIf(StreamEvent.PassiveOpenDone.class::isInstance);
    }

    /** Whether a receive has shown it. */
    private boolean isKnown(StreamEvent event) {
        return event instanceof StreamEvent.DataArrival || (event instanceof StreamEvent.Urgent && !tcb.isUrgentMode());
    }

    /** The user has read: the peer's close counts from when all before it was delivered. */
    void onRead() {
        onEnd();
        onChange();
    }

    void onData() {
        if (receives == 0 && !arrivalTold && tcb.unreadBytes() > 0) {
            arrivalTold = true;
            tell(new StreamEvent.DataArrival());
        }
        onEnd();
    }

    private void onEnd() {
        if (tcb.isAtEnd() && !closingTold && !terminatedTold) {
            closingTold = true;
            tell(new StreamEvent.Closing());
        }
    }

    void onUrgent() {
        if (receives == 0) {
            tell(new StreamEvent.Urgent());
        }
    }

    void onUserTimeout() {
        tell(new StreamEvent.UserTimeout());
    }

    void onIcmp(IcmpReport report) {
        if (listener != null) {
            tell(new StreamEvent.IcmpReceived(Reasons.error(report)));
        }
    }

    void onPassiveOpenDone(Optional<IOException> failure) {
        tell(new StreamEvent.PassiveOpenDone(failure));
    }

    /** The connection has ended. */
    void onTerminated(CloseReason reason) {
        if (!terminatedTold) {
            terminatedTold = true;
            tell(new StreamEvent.Terminated(reason));
        }
    }

    /** Something may have changed that readiness depends on. */
    void onChange() {
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
