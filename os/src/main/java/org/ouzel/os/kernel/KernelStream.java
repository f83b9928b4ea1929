package org.ouzel.os.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.ouzel.ActiveOpen;
import org.ouzel.CloseReason;
import org.ouzel.IcmpError;
import org.ouzel.PassiveOpen;
import org.ouzel.Readiness;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamListener;
import org.ouzel.StreamOptions;
import org.ouzel.TcpCallException;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.UserTimeout;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.EpollAbi;
import org.ouzel.os.sys.ErrnoException;
import org.ouzel.os.sys.SocketHandle;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.stream.Courier;
import org.ouzel.stack.stream.Durations;
import org.ouzel.stack.stream.Incarnation;
import org.ouzel.stack.stream.Notices;
import org.ouzel.stack.stream.StreamChannel;
import org.ouzel.stack.stream.StreamInput;
import org.ouzel.stack.stream.StreamOutput;
import org.ouzel.stack.stream.Unread;

/** A stream of the kernel engine: the calls, each done by the part that it belongs to. */
final class KernelStream implements TcpStream, Known.Subject, Notices.Subject {
    private final Engine engine;
    private final Known known;
    private final Endpoint endpoint;
    private final Opening opening;
    private final Sending sending;
    private final Closing closing;
    private final Receiving receiving;
    private final ToRead unread;
    private final Reports reports;
    private final Notices notices;
    private int typeOfService;
    private boolean listened;
    private boolean urgentTold;

    /** How many bytes have come on this connection, as far as was looked. */
    private long seen;

    private KernelStream(Engine engine, StreamOptions options) {
        this.engine = engine;
        this.typeOfService = options.ipHeader().typeOfService();
        this.endpoint = new Endpoint(engine, options.userTimeout(), new Events());
        this.known = new Known(this);
        this.opening = new Opening(endpoint, options, known);
        this.closing = new Closing(endpoint, opening);
        this.unread = new ToRead(endpoint);
        this.notices = new Notices(this);
        this.receiving = new Receiving(endpoint, unread, closing, notices, this::tellOfNow, this::afterReceive);
        this.reports = new Reports(endpoint, notices::onUserTimeout);
        this.sending = new Sending(endpoint, opening, reports, notices);
    }

    /** A stream on which nothing is open. */
    static KernelStream unconnected(Engine engine, StreamOptions options) {
        return new KernelStream(engine, options);
    }

    /**
     * A stream for a connection that a listener has accepted.
     *
     * @param listening the listener's address
     */
    static KernelStream accepted(
            Engine engine, StreamOptions options, SocketHandle.Accepted accepted, InetSocketAddress listening)
            throws IOException {
        KernelStream stream = new KernelStream(engine, options);
        stream.lock();
        try {
            stream.opening.accepted(accepted, listening);
            stream.begun();
            return stream;
        } finally {
            stream.unlock();
        }
    }

    void lock() {
        endpoint.lock().lock();
    }

    void unlock() {
        endpoint.lock().unlock();
    }

    private <T> T locked(Asking.Question<T> question) {
        lock();
        try {
            return Asking.answer(question);
        } finally {
            unlock();
        }
    }

    // ---- Opening

    @Override
    public void passiveOpen(PassiveOpen open) throws IOException {
        open(() -> opening.passive(open));
    }

    @Override
    public void startActiveOpen(ActiveOpen open) throws IOException {
        startActiveOpen(open, ByteBuffer.allocate(0));
    }

    @Override
    public void startActiveOpen(ActiveOpen open, ByteBuffer data) throws IOException {
        open(() -> opening.active(open, data));
    }

    @Override
    public void activeOpen(ActiveOpen open) throws IOException {
        startActiveOpen(open);
        awaitOpen();
    }

    @Override
    public void activeOpen(ActiveOpen open, ByteBuffer data) throws IOException {
        startActiveOpen(open, data);
        awaitOpen();
        if (data.hasRemaining()) {
            send(data, SendFlag.PUSH);
        }
    }

    private interface Open {
        void begin() throws IOException;
    }

    private void open(Open how) throws IOException {
        lock();
        try {
            how.begin();
            begun();
        } finally {
            unlock();
        }
    }

    /** A connection begins. */
    private void begun() throws IOException {
        enter();
        closing.onOpen();
        notices.onOpen();
        reports.onChanged();
        urgentTold = false;
        seen = 0;
        watchIfListened();
        notices.onChange();
    }

    /** A host that was closed meanwhile may not have met this stream: then it ends by itself. */
    private void enter() throws TcpCallException {
        boolean entered = false;
        try {
            engine.enter(known);
            entered = true;
        } finally {
            if (!entered) {
                abort();
            }
        }
    }

    // Without a listener nobody is told, and each call looks for itself: the reactor need not know of the descriptor.
    private void watchIfListened() throws IOException {
        if (listened && !endpoint.isOver()) {
            known.keep();
        }
        Connection connection = endpoint.connection();
        if (listened && connection != null) {
            connection.waits().watch();
        }
    }

    @Override
    public void awaitOpen() throws IOException {
        awaitOpen(Surroundings.NEVER);
    }

    @Override
    public boolean awaitOpen(Duration timeout) throws IOException {
        return awaitOpen(Durations.nanos(timeout));
    }

    private boolean awaitOpen(long timeoutNs) throws IOException {
        lock();
        try {
            return opening.await(timeoutNs);
        } finally {
            notices.onOpenAwaited();
            unlock();
        }
    }

    @Override
    public boolean isOpenDone() {
        return locked(() -> {
            endpoint.look();
            return endpoint.incarnation().isOpenDone();
        });
    }

    @Override
    public Optional<InetSocketAddress> localAddress() {
        return locked(opening::localAddress);
    }

    @Override
    public Optional<InetSocketAddress> remoteAddress() {
        return locked(opening::remoteAddress);
    }

    // ---- Sending

    @Override
    public void send(ByteBuffer data, SendFlag... flags) throws IOException {
        sending.send(data, Optional.empty(), flags(flags), false);
    }

    @Override
    public void send(ByteBuffer data, UserTimeout timeout, SendFlag... flags) throws IOException {
        sending.send(data, Optional.of(timeout), flags(flags), false);
    }

    @Override
    public void sendAcknowledged(ByteBuffer data, SendFlag... flags) throws IOException {
        sending.send(data, Optional.empty(), flags(flags), true);
    }

    @Override
    public int trySend(ByteBuffer data, SendFlag... flags) throws IOException {
        return sending.trySend(data, flags(flags));
    }

    private static Set<SendFlag> flags(SendFlag... flags) {
        return Set.of(flags);
    }

    @Override
    public void flush() throws IOException {
        sending.flush();
    }

    // ---- Receiving

    @Override
    public Received receive() throws IOException {
        return receiving.receive(null, Surroundings.NEVER);
    }

    @Override
    public Received receive(Duration timeout) throws IOException {
        return receiving.receive(null, Durations.nanos(timeout));
    }

    @Override
    public Received receive(ByteBuffer into, Duration timeout) throws IOException {
        return receiving.receive(into, Durations.nanos(timeout));
    }

    @Override
    public Received tryReceive(ByteBuffer into) throws IOException {
        return receiving.receive(into, 0);
    }

    @Override
    public boolean isUrgentMode() {
        return receiving.isUrgentMode();
    }

    // ---- Ending

    @Override
    public void close() throws IOException {
        lock();
        try {
            if (closing.start()) {
                closing.await();
            }
        } finally {
            unlock();
        }
    }

    @Override
    public void startClose() throws IOException {
        lock();
        try {
            closing.start();
        } finally {
            unlock();
        }
    }

    @Override
    public void abort() {
        lock();
        try {
            closing.onAbort();
            opening.onAbort();
            Asking.answer(() -> {
                endpoint.abort();
                return true;
            });
        } finally {
            unlock();
        }
    }

    // ---- Asking and setting

    @Override
    public TcpStatus status() {
        return locked(() -> {
            endpoint.look();
            TcpStatus.Settings settings = new TcpStatus.Settings(
                    endpoint.userTimeout(),
                    typeOfService,
                    opening.options().ipHeader().timeToLive());
            Optional<Figures> figures = endpoint.figures();
            if (figures.isEmpty()) {
                TcpState state = endpoint.isPassiveOpenPending() ? TcpState.LISTEN : TcpState.CLOSED;
                return Statuses.unconnected(state, opening.localAddress(), settings, opening.congestionControl());
            }
            TcpState state = endpoint.reason().isPresent()
                    ? TcpState.CLOSED
                    : Statuses.state(figures.get().info().state());
            Figures.Settings held =
                    figures.get().settings().orElseGet(() -> new Figures.Settings(opening.congestionControl(), 0, 0));
            return Statuses.of(state, opening.localAddress(), opening.remoteAddress(), settings, figures.get(), held);
        });
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return locked(() -> {
            endpoint.look();
            return endpoint.reason();
        });
    }

    @Override
    public void setUserTimeout(UserTimeout timeout) {
        locked(() -> {
            opening.options(opening.options().withUserTimeout(timeout));
            endpoint.userTimeout(timeout);
            Connection connection = endpoint.connection();
            if (connection != null) {
                Sockets.userTimeout(engine, connection.handle(), timeout);
            }
            reports.onChanged();
            return true;
        });
    }

    @Override
    public void setTypeOfService(int to) {
        if (to < 0 || to > 0xff) {
            throw new IllegalArgumentException("type of service out of range: " + to);
        }
        locked(() -> {
            typeOfService = to;
            StreamOptions.IpHeader header = opening.options().ipHeader();
            opening.options(opening.options().withIpHeader(to, header.timeToLive(), header.dontFragment()));
            Connection connection = endpoint.connection();
            if (connection != null) {
                Sockets.typeOfService(engine, connection.handle(), to);
            }
            return true;
        });
    }

    // ---- Being told

    @Override
    public void onEvent(StreamListener listener) {
        listen(() -> notices.listener(listener));
    }

    @Override
    public void onReadiness(Consumer<Set<Readiness>> listener) {
        listen(() -> notices.readinessListener(listener));
    }

    private void listen(Runnable how) {
        lock();
        try {
            listened = true;
            how.run();
            watchIfListened();
            tellOfNow();
        } catch (IOException failed) {
            throw new AssertionError("a descriptor that is open cannot be watched", failed);
        } finally {
            unlock();
        }
    }

    @Override
    public Set<Readiness> readiness() {
        return locked(() -> {
            endpoint.look();
            return readinessNow();
        });
    }

    @Override
    public TcpStream stream() {
        return this;
    }

    @Override
    public Unread unread() {
        return unread;
    }

    @Override
    public Courier courier() {
        return new Courier(engine.surroundings()::start, endpoint.lock(), "events");
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
        if (endpoint.incarnation().progress() != Incarnation.Progress.NONE && closing.isDone()) {
            ready.add(Readiness.CLOSE_DONE);
        }
        return ready;
    }

    @Override
    public void onHostClosed() {
        abort();
    }

    @Override
    public void onEdge(int events) {
        Asking.answer(() -> {
            examine(events);
            return true;
        });
    }

    private void examine(int events) throws ErrnoException {
        Connection connection = endpoint.connection();
        if (connection == null) {
            return;
        }
        if ((events & EpollAbi.EPOLLRDHUP) != 0) {
            connection.onPeerClosed();
        }
        if ((events & EpollAbi.EPOLLPRI) != 0) {
            connection.onUrgent();
        }
        boolean opening = endpoint.incarnation().progress() == Incarnation.Progress.PENDING;
        if ((events & (EpollAbi.EPOLLERR | EpollAbi.EPOLLHUP)) != 0 || opening || connection.isFinSent()) {
            endpoint.look();
            closing.onProgress();
            endpoint.changed().open();
        }
        if ((events & EpollAbi.EPOLLERR) != 0 && endpoint.reason().isEmpty()) {
            endpoint.onPollError(connection);
        }
        if (listened) {
            tell(events, connection);
        }
    }

    private void tell(int events, Connection connection) {
        tellOfData();
        // What the reactor tells may be old by now: that urgent data is over is only believed of the kernel itself.
        boolean urgent = (events & EpollAbi.EPOLLPRI) != 0
                || (urgentTold && (engine.ready(connection.handle(), Abi.POLLPRI) & Abi.POLLPRI) != 0);
        if (urgent && !urgentTold) {
            notices.onUrgent();
        }
        urgentTold = urgent;
        notices.onChange();
    }

    /** What has come since this was last looked at is news; what is left of what came before is not. */
    private void tellOfData() {
        long arrived = unread.arrived();
        if (arrived > seen) {
            seen = arrived;
            notices.onData();
        } else {
            notices.onRead();
        }
    }

    // The reactor may come later than the user, who is told all the same of what was there before he has asked.
    private void tellOfNow() {
        Connection connection = endpoint.connection();
        if (listened && connection != null && !endpoint.isPassiveOpenPending()) {
            tell(engine.ready(connection.handle(), Connection.READABLE), connection);
        }
    }

    private void afterReceive() {
        if (listened) {
            seen = unread.arrived();
        }
    }

    private final class Events implements Endpoint.Listening {
        @Override
        public void onOpened(boolean passive) {
            if (passive) {
                notices.onPassiveOpenDone(Optional.empty());
            }
            notices.onChange();
        }

        @Override
        public void onEnded(boolean passive, Optional<CloseReason> why) {
            if (passive) {
                notices.onPassiveOpenDone(endpoint.incarnation().failure());
            }
            // What came before the end is told before it.
            tellOfData();
            why.ifPresent(notices::onTerminated);
            engine.leave(known);
            known.keepNoLonger();
            notices.onChange();
        }

        @Override
        public void onIcmp(IcmpError error) {
            notices.onIcmp(error);
        }
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
}
