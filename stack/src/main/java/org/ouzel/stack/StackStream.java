package org.ouzel.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.PassiveOpen;
import org.ouzel.Readiness;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamListener;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.core.tcp.Ending;
import org.ouzel.core.tcp.Ending.IcmpReport;
import org.ouzel.core.tcp.Signal;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.stack.Claims.Claim;
import org.ouzel.stack.stream.Courier;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.StreamChannel;
import org.ouzel.stack.stream.StreamInput;
import org.ouzel.stack.stream.StreamOutput;
import org.ouzel.stack.stream.Unread;

/** A stream of the in-process engine: the calls, each done by the part that it belongs to. */
final class StackStream implements TcpStream, Shard.Touchable, Notices.Subject {
    private final Endpoint endpoint;
    private final Sending sending;
    private final Receiving receiving;
    private final Notices notices;

    private StackStream(Shard shard, Tcb tcb, UserTimeout userTimeout) {
        this.endpoint = new Endpoint(shard, tcb, userTimeout);
        this.sending = new Sending(endpoint);
        this.notices = new Notices(this);
        this.receiving = new Receiving(endpoint, notices);
    }

    private Shard shard() {
        return endpoint.shard();
    }

    private Tcb tcb() {
        return endpoint.tcb();
    }

    private Opening opening() {
        return new Opening(endpoint);
    }

    /** A stream on which nothing is open. */
    static StackStream unconnected(Shard shard, Tcb tcb, UserTimeout userTimeout) {
        return new StackStream(shard, tcb, userTimeout);
    }

    /** A stream for a connection that a listener has accepted. The lock is held. */
    static StackStream accepted(Shard shard, Tcb tcb, UserTimeout userTimeout) {
        StackStream stream = new StackStream(shard, tcb, userTimeout);
        stream.opening().accepted();
        stream.notices.onOpen();
        stream.begin();
        stream.onTouched(tcb);
        return stream;
    }

    // ---- Opening

    @Override
    public void passiveOpen(PassiveOpen open) throws IOException {
        open(() -> opening().passive(open), () -> {});
    }

    @Override
    public void startActiveOpen(ActiveOpen open) throws IOException {
        openActively(open, () -> opening().active(open), () -> {});
    }

    @Override
    public void activeOpen(ActiveOpen open) throws IOException {
        startActiveOpen(open);
        awaitOpen();
    }

    @Override
    public void startActiveOpen(ActiveOpen open, ByteBuffer data) throws IOException {
        // Before the lock is given up nothing can have come: what fails now is the open, and no call after it.
        openActively(open, () -> opening().active(open, data), () -> {
            if (data.hasRemaining()) {
                int _ = sending.take(data, Set.of(SendFlag.PUSH));
            }
        });
    }

    @Override
    public void activeOpen(ActiveOpen open, ByteBuffer data) throws IOException {
        startActiveOpen(open, data);
        awaitOpen();
        if (data.hasRemaining()) {
            send(data, SendFlag.PUSH);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A port that the user has chosen may be one whose packets would go to another shard. */
    private void openActively(ActiveOpen open, Step how, Step then) throws IOException {
        Optional<Claim> claim = open.localPort() == 0 ? Optional.empty() : shard().claim(Addresses.names(open));
        try {
            open(how, then);
        } finally {
            claim.ifPresent(shard()::relinquishUnlessOpen);
        }
    }

    private void open(Step how, Step then) throws IOException {
        shard().lock();
        try {
            how.run();
            sending.onOpen();
            notices.onOpen();
            begin();
            onTouched(tcb());
            then.run();
        } finally {
            shard().unlock();
        }
    }

    private void begin() {
        shard().own(tcb(), this);
    }

    @Override
    public void awaitOpen() throws IOException {
        awaitOpen(Shard.NEVER);
    }

    @Override
    public boolean awaitOpen(Duration timeout) throws IOException {
        return awaitOpen(Durations.nanos(timeout));
    }

    private boolean awaitOpen(long timeoutNs) throws IOException {
        shard().lock();
        try {
            try {
                return opening().await(timeoutNs);
            } finally {
                notices.onOpenAwaited();
            }
        } finally {
            shard().unlock();
        }
    }

    @Override
    public boolean isOpenDone() {
        return locked(() -> endpoint.incarnation().isOpenDone());
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return locked(endpoint::localAddress);
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return locked(() -> tcb().tuple().map(Addresses::remote));
    }

    // ---- Sending

    @Override
    public void send(ByteBuffer data, SendFlag... flags) throws IOException {
        sending.send(data, Optional.empty(), Set.of(flags), false);
    }

    @Override
    public void send(ByteBuffer data, UserTimeout timeout, SendFlag... flags) throws IOException {
        sending.send(data, Optional.of(timeout), Set.of(flags), false);
    }

    @Override
    public void sendAcknowledged(ByteBuffer data, SendFlag... flags) throws IOException {
        sending.send(data, Optional.empty(), Set.of(flags), true);
    }

    @Override
    public int trySend(ByteBuffer data, SendFlag... flags) throws IOException {
        return sending.trySend(data, Set.of(flags));
    }

    @Override
    public void flush() throws IOException {
        sending.flush();
    }

    // ---- Receiving

    @Override
    public Received receive() throws IOException {
        return receiving.receive(Shard.NEVER);
    }

    @Override
    public Received receive(Duration timeout) throws IOException {
        return receiving.receive(Durations.nanos(timeout));
    }

    @Override
    public Received receive(ByteBuffer into, Duration timeout) throws IOException {
        return receiving.receive(into, Durations.nanos(timeout), Receiving.Until.COMPLETE);
    }

    @Override
    public Received tryReceive(ByteBuffer into) throws IOException {
        return receiving.tryReceive(into);
    }

    @Override
    public boolean isUrgentMode() {
        return receiving.isUrgentMode();
    }

    // ---- Ending

    @Override
    public void close() throws IOException {
        sending.close();
    }

    @Override
    public void startClose() throws IOException {
        shard().lock();
        try {
            sending.startClose();
        } finally {
            shard().unlock();
        }
    }

    @Override
    public void abort() {
        shard().lock();
        try {
            sending.onAbort();
            tcb().abort(shard().now());
            tcb().release();
            endpoint.settle();
            endpoint.wakeAll();
        } finally {
            shard().unlock();
        }
    }

    // ---- Asking and setting

    @Override
    public TcpStatus status() {
        return locked(() -> Statuses.status(
                tcb().status(shard().now()),
                endpoint.localAddress(),
                tcb().tuple().map(Addresses::remote)));
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return locked(endpoint::reason);
    }

    @Override
    public void setUserTimeout(UserTimeout timeout) {
        shard().lock();
        try {
            opening().setUserTimeout(timeout);
            endpoint.settle();
        } finally {
            shard().unlock();
        }
    }

    @Override
    public void setTypeOfService(int typeOfService) {
        if (typeOfService < 0 || typeOfService > 0xff) {
            throw new IllegalArgumentException("type of service out of range: " + typeOfService);
        }
        shard().lock();
        try {
            tcb().setTypeOfService(typeOfService);
        } finally {
            shard().unlock();
        }
    }

    // ---- Being told

    @Override
    public void onEvent(StreamListener listener) {
        shard().lock();
        try {
            notices.listener(listener);
        } finally {
            shard().unlock();
        }
    }

    @Override
    public void onReadiness(Consumer<Set<Readiness>> listener) {
        shard().lock();
        try {
            notices.readinessListener(listener);
        } finally {
            shard().unlock();
        }
    }

    @Override
    public Set<Readiness> readiness() {
        return locked(this::readinessNow);
    }

    @Override
    public Set<Readiness> readinessNow() {
        Set<Readiness> ready = EnumSet.noneOf(Readiness.class);
        if (endpoint.incarnation().isOpenDone()) {
            ready.add(Readiness.OPEN_DONE);
        }
        if (receiving.isReady()) {
            ready.add(Readiness.RECEIVE);
        }
        if (sending.isReady()) {
            ready.add(Readiness.SEND);
        }
        if (endpoint.incarnation().progress() != Incarnation.Progress.NONE && sending.isCloseDone()) {
            ready.add(Readiness.CLOSE_DONE);
        }
        return ready;
    }

    @Override
    public TcpStream stream() {
        return this;
    }

    @Override
    public Courier courier() {
        return shard().courier("events");
    }

    @Override
    public Unread unread() {
        return endpoint;
    }

    /** Something has happened to the block: wakes who waits for it, and tells the listeners. */
    @Override
    public void onTouched(Tcb touched) {
        for (IcmpReport report : tcb().takeReports()) {
            notices.onIcmp(Reasons.error(report));
        }
        List<Signal> signals = tcb().takeSignals();
        for (int i = 0; i < signals.size(); i++) {
            onSignal(signals.get(i));
        }
        notices.onChange();
    }

    @Override
    public void onPagesFree() {
        endpoint.onChange();
        notices.onChange();
    }

    private void onSignal(Signal signal) {
        switch (signal) {
            case OPENED -> onOpened();
            case URGENT -> {
                endpoint.onReceived();
                notices.onUrgent();
            }
            case READABLE, PEER_CLOSED -> {
                receiving.onReadable();
                notices.onData();
            }
            case ACKNOWLEDGED, BELOW_LOW_WATER -> endpoint.onChange();
            case USER_TIMEOUT -> notices.onUserTimeout();
            case ENDED -> onEnded();
        }
    }

    private void onOpened() {
        boolean passive = endpoint.isPassiveOpenPending();
        endpoint.onOpened();
        endpoint.wakeAll();
        if (passive) {
            notices.onPassiveOpenDone(Optional.empty());
        }
    }

    private void onEnded() {
        boolean passive = endpoint.isPassiveOpenPending();
        Ending ending = tcb().ending().orElseThrow();
        endpoint.onEnded(ending);
        endpoint.wakeAll();
        if (passive) {
            notices.onPassiveOpenDone(endpoint.incarnation().failure());
        } else {
            Reasons.of(ending).ifPresent(notices::onTerminated);
        }
        shard().disown(tcb());
        endpoint.releaseAfter(this);
    }

    // ---- Views

    @Override
    public InputStream inputStream() {
        return new StreamInput(receiving);
    }

    @Override
    public OutputStream outputStream() {
        return new StreamOutput(this, sending);
    }

    @Override
    public ByteChannel channel() {
        return new StreamChannel(this, receiving);
    }

    private <T> T locked(Supplier<T> question) {
        shard().lock();
        try {
            return question.get();
        } finally {
            shard().unlock();
        }
    }
}
