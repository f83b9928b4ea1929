package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A socket of TCP that does not block: a descriptor that stays open until the last call that uses it has returned. For any
 * threads, each with a {@link Caller} of its own.
 *
 * <p>What moves data or may have to be tried again gives results as {@link Linux} does; the rest throws. After {@link #close}
 * every call finds EBADF.
 */
public final class SocketHandle implements AutoCloseable {
    // For all threads at once: what they return is of no use to anybody, so it does not matter whose error number
    // it is.
    private static final Linux CLOSING = new Linux();
    private static final SocketCalls ENDING = new SocketCalls();

    private final int descriptor;
    private final int family;
    private final Gate gate = new Gate(this::release);

    private SocketHandle(int descriptor, int family) {
        this.descriptor = descriptor;
        this.family = family;
    }

    /**
     * Makes a socket.
     *
     * @param family AF_INET or AF_INET6
     */
    public static SocketHandle open(Caller caller, int family) throws ErrnoException {
        int made = caller.linux().socket(family, SocketAbi.SOCK_STREAM, SocketAbi.IPPROTO_TCP);
        return new SocketHandle(ErrnoException.check("socket", made), family);
    }

    /** The family that it was made with. */
    public int family() {
        return family;
    }

    /** Its number, for a call between {@link #enter} and {@link #leave}. */
    public int descriptor() {
        return descriptor;
    }

    /** Keeps the descriptor open until {@link #leave}; false, and nothing to leave, if it is closed. */
    public boolean enter() {
        return gate.enter();
    }

    /** Whether it is closed, even if somebody still uses it. */
    public boolean isClosed() {
        return gate.isShut();
    }

    /** Ends what {@link #enter} began. */
    public void leave() {
        gate.leave();
    }

    /** Gives it an address of its own. */
    public void bind(Caller caller, InetSocketAddress address) throws ErrnoException {
        int length = SocketAddresses.write(address, family, caller.value());
        int result = (int) use(() -> caller.sockets().bind(descriptor, caller.value(), length));
        ErrnoException.check("bind", result);
    }

    /** Lets others connect to it. */
    public void listen(Caller caller, int backlog) throws ErrnoException {
        int result = (int) use(() -> caller.sockets().listen(descriptor, backlog));
        ErrnoException.check("listen", result);
    }

    /**
     * A connection that was taken.
     *
     * @param remote where it comes from
     */
    public record Accepted(SocketHandle handle, InetSocketAddress remote) {}

    /** Takes a connection, if there is one. */
    public Optional<Accepted> accept(Caller caller) throws ErrnoException {
        int result = (int) use(() -> caller.sockets().accept4(descriptor, caller.value(), caller.room()));
        if (result == -Abi.EAGAIN) {
            return Optional.empty();
        }
        SocketHandle accepted = new SocketHandle(ErrnoException.check("accept", result), family);
        return Optional.of(
                new Accepted(accepted, SocketAddresses.read(caller.value()).orElseThrow()));
    }

    /** Begins to connect: 0 where that is done at once, or a negated error number, of which EINPROGRESS is none. */
    public int connect(Caller caller, InetSocketAddress address) {
        int length = SocketAddresses.write(address, family, caller.value());
        return (int) use(() -> caller.sockets().connect(descriptor, caller.value(), length));
    }

    /**
     * Begins to connect, with data that goes with the request where the kernel has a cookie of the peer's (RFC 7413): how many
     * bytes do, or a negated error number, of which EINPROGRESS says that the request has gone without.
     */
    public long connectSending(Caller caller, InetSocketAddress address, MemorySegment from) {
        int length = SocketAddresses.write(address, family, caller.value());
        int flags = SocketAbi.MSG_FASTOPEN | SocketAbi.MSG_NOSIGNAL;
        return use(() -> caller.sockets().sendto(descriptor, from, flags, caller.value(), length));
    }

    /** Its own address. */
    public InetSocketAddress localAddress(Caller caller) throws ErrnoException {
        int result = (int) use(() -> caller.sockets().getsockname(descriptor, caller.value(), caller.room()));
        ErrnoException.check("getsockname", result);
        return SocketAddresses.read(caller.value()).orElseThrow();
    }

    /** Puts it into a set of epoll's, changes what it is waited for with the first of the events, or takes it out. */
    public int control(EpollCalls calls, int epoll, int operation, EpollEvents event) {
        return (int) use(() -> calls.epollCtl(epoll, operation, descriptor, event.memory()));
    }

    /** Sends from native memory, never with a signal, and tells how many bytes were taken. */
    public long send(Caller caller, MemorySegment from, int flags) {
        return use(() -> caller.sockets().send(descriptor, from, flags | SocketAbi.MSG_NOSIGNAL));
    }

    /**
     * The same, and has the kernel put a timestamp into the {@linkplain ErrorQueue error queue} when the last byte that was taken
     * is acknowledged, if it has the memory for that. {@link IntOption#TIMESTAMPING} says what it is to be like.
     */
    public long sendStamped(Caller caller, MemorySegment from, int flags) {
        return sendMessage(caller, caller.stamped().with(from), flags);
    }

    /** Sends what a {@code struct msghdr} tells of, as {@link #send} does. */
    public long sendMessage(Caller caller, MemorySegment message, int flags) {
        return use(() -> caller.sockets().sendmsg(descriptor, message, flags | SocketAbi.MSG_NOSIGNAL));
    }

    /** Receives into native memory, and tells how many bytes there were: 0 at the end. */
    public long receive(Caller caller, MemorySegment into, int flags) {
        return use(() -> caller.sockets().recv(descriptor, into, flags));
    }

    /**
     * Receives as {@link #receive} does, and has the caller know what is {@linkplain Caller#left() left}, where {@link
     * IntOption#RECEIVE_QUEUE} asks for that.
     */
    public long receiveTelling(Caller caller, MemorySegment into) {
        return receiveMessage(caller, caller.message(into), 0);
    }

    /** Receives into what a {@code struct msghdr} tells of. */
    public long receiveMessage(Caller caller, MemorySegment message, int flags) {
        return use(() -> caller.sockets().recvmsg(descriptor, message, flags));
    }

    /** Ends a direction: {@link SocketAbi#SHUT_WR} and its like. */
    public void shutdown(Caller caller, int how) throws ErrnoException {
        int result = (int) use(() -> caller.sockets().shutdown(descriptor, how));
        ErrnoException.check("shutdown", result);
    }

    /** Sets an option. */
    public void set(Caller caller, IntOption option, int value) throws ErrnoException {
        caller.value().set(JAVA_INT, 0, value);
        setOption(caller, option.name(), option.level(), option.number(), Integer.BYTES);
    }

    /** Gets an option. */
    public int get(Caller caller, IntOption option) throws ErrnoException {
        getOption(caller, option.name(), option.level(), option.number());
        return caller.value().get(JAVA_INT, 0);
    }

    /**
     * Sets the congestion control.
     *
     * @throws IllegalArgumentException if the name is longer than any, because the kernel would cut it
     */
    public void congestion(Caller caller, String name) throws ErrnoException {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length >= SocketAbi.CONGESTION_NAME_BYTES) {
            throw new IllegalArgumentException("no congestion control is called \"" + name + "\"");
        }
        caller.value().setString(0, name);
        setOption(caller, "CONGESTION", SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION, length);
    }

    /** The name of the congestion control. */
    public String congestion(Caller caller) throws ErrnoException {
        getOption(caller, "CONGESTION", SocketAbi.IPPROTO_TCP, SocketAbi.TCP_CONGESTION);
        return caller.value().getString(0);
    }

    /** Sets the greatest rate of pacing, in bytes per second, unsigned; all bits set for none. */
    public void maxPacingRate(Caller caller, long bytesPerSecond) throws ErrnoException {
        caller.value().set(JAVA_LONG, 0, bytesPerSecond);
        setOption(caller, "MAX_PACING_RATE", SocketAbi.SOL_SOCKET, SocketAbi.SO_MAX_PACING_RATE, Long.BYTES);
    }

    /** What {@link #maxPacingRate(Caller, long)} has set. */
    public long maxPacingRate(Caller caller) throws ErrnoException {
        getOption(caller, "MAX_PACING_RATE", SocketAbi.SOL_SOCKET, SocketAbi.SO_MAX_PACING_RATE);
        return caller.value().get(JAVA_LONG, 0);
    }

    /** Which of the events of {@code poll} there are now, and of error and hang-up; none once it is closed. */
    public int ready(Caller caller, int events) {
        if (!gate.enter()) {
            return 0;
        }
        try {
            return caller.ready(descriptor, events);
        } finally {
            gate.leave();
        }
    }

    /** The error that has come up since this was asked last, and is then no longer there: its number, or 0. */
    public int error(Caller caller) throws ErrnoException {
        getOption(caller, "ERROR", SocketAbi.SOL_SOCKET, SocketAbi.SO_ERROR);
        return caller.value().get(JAVA_INT, 0);
    }

    /** What the kernel tells of the connection. */
    public TcpInfo tcpInfo(Caller caller) throws ErrnoException {
        getOption(caller, "INFO", SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INFO);
        return TcpInfo.copyOf(caller.value(), caller.length());
    }

    /** The state of the connection alone: {@link TcpInfoAbi#TCP_ESTABLISHED} and its like. */
    public int state(Caller caller) throws ErrnoException {
        getOption(caller, "INFO", SocketAbi.IPPROTO_TCP, SocketAbi.TCP_INFO);
        return Byte.toUnsignedInt(caller.value().get(JAVA_BYTE, TcpInfoAbi.TCPI_STATE));
    }

    /** All of what the kernel has told with the state, which was the caller's last call. */
    public TcpInfo toldWithState(Caller caller) {
        return TcpInfo.copyOf(caller.value(), caller.length());
    }

    /** Whether all that came before the urgent mark has been read. */
    public boolean atMark(Caller caller) throws ErrnoException {
        return ask(caller, "SIOCATMARK", SocketAbi.SIOCATMARK) != 0;
    }

    /** How many bytes have been sent by the program and not been acknowledged by the peer. */
    public int unsentOrUnacknowledged(Caller caller) throws ErrnoException {
        return ask(caller, "SIOCOUTQ", SocketAbi.SIOCOUTQ);
    }

    /** How many bytes can be read: up to the urgent mark, if there is one. */
    public int unread(Caller caller) throws ErrnoException {
        return ask(caller, "SIOCINQ", SocketAbi.SIOCINQ);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If somebody waits for the socket, both directions are ended, which wakes him. The descriptor goes when nobody uses it
     * any more; then the kernel resets the connection where there is something unread, and otherwise sends the end, if that was
     * not sent before. See {@link #abort}.
     */
    @Override
    public void close() {
        if (gate.shut()) {
            if (!gate.isAlone()) {
                // Fails where there is no connection, and then nobody waits for one.
                ENDING.shutdown(descriptor, SocketAbi.SHUT_RDWR);
            }
            gate.leave();
        }
    }

    /** Closes it, but with a reset instead of the end: RFC 9293 §3.10.5. Whoever waits for it wakes with an error. */
    public void abort(Caller caller) {
        if (gate.shut()) {
            caller.value().asSlice(0, Abi.SOCKADDR_IN_BYTES).fill((byte) 0);
            caller.value().set(JAVA_SHORT, Abi.SOCKADDR_IN_FAMILY, (short) SocketAbi.AF_UNSPEC);
            // To lose the peer's address is what resets at once. Closing with no time to linger does so as well, but
            // not before the last user has left. It fails where there is nothing to reset.
            caller.sockets().connect(descriptor, caller.value(), (int) Abi.SOCKADDR_IN_BYTES);
            gate.leave();
        }
    }

    /** A system call on the descriptor. */
    private interface Use {
        long make();
    }

    /** Makes a call that finds the descriptor open, and keeps it so; EBADF if it is closed. */
    private long use(Use call) {
        if (!gate.enter()) {
            return -Abi.EBADF;
        }
        try {
            return call.make();
        } finally {
            gate.leave();
        }
    }

    private void setOption(Caller caller, String name, int level, int number, int length) throws ErrnoException {
        int result = (int) use(() -> caller.sockets().setsockopt(descriptor, level, number, caller.value(), length));
        check("setsockopt ", name, result);
    }

    private void getOption(Caller caller, String name, int level, int number) throws ErrnoException {
        int result =
                (int) use(() -> caller.sockets().getsockopt(descriptor, level, number, caller.value(), caller.room()));
        check("getsockopt ", name, result);
    }

    private int ask(Caller caller, String name, long request) throws ErrnoException {
        int result = (int) use(() -> caller.linux().ioctl(descriptor, request, caller.value()));
        check("ioctl ", name, result);
        return caller.value().get(JAVA_INT, 0);
    }

    /** Puts the name together only where it is needed. */
    private static void check(String call, String name, int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(call + name, -result);
        }
    }

    /** Run by whoever is the last to use it. */
    private void release() {
        // Whatever close returns, Linux has given the descriptor back: there is nothing to do about an error.
        CLOSING.close(descriptor);
    }
}
