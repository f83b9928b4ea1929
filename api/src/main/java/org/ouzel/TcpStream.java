package org.ouzel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A TCP stream: the whole of the user interface of RFC 9293 §3.9.1.
 *
 * <p>A stream is created unconnected by {@link Host#newStream}, opened passively or actively, and may be opened again
 * after its connection has ended.
 *
 * <p><b>Threads.</b> Any thread may call anything at any time. Sends are taken first come, first served, each whole before
 * the next begins; receives likewise. {@link #abort} and {@link #close} wake what they end. Calls that block are friendly
 * to virtual threads. An interrupt ends the interrupted call alone, with an {@link java.io.InterruptedIOException} (whose
 * {@code bytesTransferred} says how much a send had already taken), and leaves the thread's interrupt status set.
 *
 * <p><b>Errors.</b> A call that the state does not allow throws {@link TcpCallException} and changes nothing. A connection
 * that ended otherwise than by both sides closing makes pending and later calls throw {@link StreamEndedException}.
 */
public interface TcpStream extends AutoCloseable {

    /**
     * Waits for one incoming connection; returns at once. Until the open has completed only {@link #awaitOpen},
     * {@link #isOpenDone}, {@link #localAddress}, {@link #status}, {@link #close} and {@link #abort} are legal. Several
     * streams may be passively open on one port: each takes one connection. A handshake that fails returns the stream to
     * LISTEN (RFC 9293 §3.10.7.4).
     *
     * @throws TcpCallException if the stream is open already
     * @throws java.net.BindException if a listener has the port, or the address is not the host's
     */
    void passiveOpen(PassiveOpen open) throws IOException;

    /** Waits for one incoming connection to the given port of any local address; 0 picks a free port. */
    default void passiveOpen(int port) throws IOException {
        passiveOpen(PassiveOpen.port(port));
    }

    /**
     * Waits until the open completes.
     *
     * @throws IOException what made the open fail, such as {@link java.net.SocketTimeoutException} at the command timeout
     */
    void awaitOpen() throws IOException;

    /**
     * Waits until the open completes, for the given time at the most.
     *
     * @return false if the time passed and the open is still pending
     * @throws IOException what made the open fail
     */
    boolean awaitOpen(Duration timeout) throws IOException;

    /** Whether the last open has completed, well or badly. False when nothing was ever opened. */
    boolean isOpenDone();

    /**
     * Opens a connection and waits until it is established.
     *
     * @throws java.net.ConnectException if the peer refused
     * @throws java.net.NoRouteToHostException if there is no route, or the network says the peer is unreachable
     * @throws java.net.SocketTimeoutException if the user timeout passed
     * @throws java.net.BindException if the four-tuple is in use, or the local address is not the host's
     * @throws TcpCallException if the stream is open already or the remote socket is unspecified
     */
    void activeOpen(ActiveOpen open) throws IOException;

    /** Opens a connection to the given address from an ephemeral port, and waits until it is established. */
    default void activeOpen(InetSocketAddress remote) throws IOException {
        activeOpen(ActiveOpen.to(remote));
    }

    /**
     * The same, and sends the buffer's remaining bytes, pushed: with the connection request itself where the hosts at both ends
     * allow it, and know each other from before, and behind the handshake otherwise (RFC 7413). Returns when the connection is
     * established and all have been taken; {@link TcpStatus#dataInSyn()} tells how they went.
     *
     * <p>RFC 7413 §2.1: what goes with the request may come to the program at the peer twice, as of two connections, if the
     * network has doubled the request. So this is for what does no harm then.
     *
     * @param data the bytes, from position to limit; the position is moved over what was taken
     */
    void activeOpen(ActiveOpen open, ByteBuffer data) throws IOException;

    /** Begins an active open and returns at once: {@link #awaitOpen}, {@link #isOpenDone} and readiness tell the rest. */
    void startActiveOpen(ActiveOpen open) throws IOException;

    /**
     * The same, and takes of the data what can be taken before the handshake, as {@link #activeOpen(ActiveOpen, ByteBuffer)}
     * does: perhaps all, perhaps none. What is left is for the caller to send, once the open is done.
     *
     * @param data the bytes, from position to limit; the position is moved over what was taken
     */
    void startActiveOpen(ActiveOpen open, ByteBuffer data) throws IOException;

    /** The local address and port. Empty when nothing was opened. */
    Optional<InetSocketAddress> localAddress();

    /** The remote address and port. Empty until it is known. */
    Optional<InetSocketAddress> remoteAddress();

    /**
     * Sends the buffer's remaining bytes: returns when all have been taken into the send buffer, which blocks while there
     * is no room. Taken does not mean acknowledged.
     *
     * @param data the bytes, from position to limit; the position is moved over what was taken
     * @param flags how it is to be treated
     */
    void send(ByteBuffer data, SendFlag... flags) throws IOException;

    /**
     * The same with a user timeout for this send, which holds until another one is set.
     *
     * @param timeout how long data may stay unacknowledged from now on
     */
    void send(ByteBuffer data, UserTimeout timeout, SendFlag... flags) throws IOException;

    /** The same as {@link #send}, returning when the peer's TCP has acknowledged all of the buffer. */
    void sendAcknowledged(ByteBuffer data, SendFlag... flags) throws IOException;

    /**
     * Takes what there is room for now, and never blocks. With {@link SendFlag#URGENT} the urgent pointer covers what was
     * taken; {@link SendFlag#PUSH} holds if all was taken.
     *
     * @return the number of bytes taken, 0 if there is no room
     */
    int trySend(ByteBuffer data, SendFlag... flags) throws IOException;

    /** Pushes everything that was sent before, and returns when the peer's TCP has acknowledged it (RFC 9293 §3.9.1.9). */
    void flush() throws IOException;

    /**
     * Receives: returns when pushed data, urgent data or the end has arrived, when a quarter of the first receive buffer is
     * there, or a quiet period has passed behind unpushed data.
     */
    Received receive() throws IOException;

    /**
     * Receives, waiting for the given time at the most. A timeout with data in hand returns the data.
     *
     * @param timeout the time to wait, zero for not at all
     */
    Received receive(Duration timeout) throws IOException;

    /**
     * Receives into a buffer of the user's, at the most what remains in it; what fills it completes the receive. While it waits, what remains
     * is the engine's to write to. Should it be gone meanwhile, with an arena that was closed, so may be what has come, and the connection.
     *
     * @param into takes the bytes, its position moved behind them; the result's data is a view of them
     * @param timeout the time to wait, zero for not at all
     * @throws IllegalArgumentException if nothing remains in the buffer, or it is read-only
     */
    Received receive(ByteBuffer into, Duration timeout) throws IOException;

    /**
     * Receives what is there now, pushed or not, and never blocks.
     *
     * @return a result with outcome {@link Received.Outcome#TIMEOUT} if nothing is there
     */
    Received tryReceive(ByteBuffer into) throws IOException;

    /** Whether unread bytes up to an urgent pointer are outstanding, or announced and yet to come. */
    boolean isUrgentMode();

    /**
     * No more data will be sent; what was is pushed. Returns when all data and the FIN are acknowledged. Receiving stays
     * possible until the peer closes. A second close is harmless; so is one on a stream that is not open. Before the
     * connection is established it deletes the connection (RFC 9293 §3.10.4).
     *
     * <p>Never hangs for ever by default: a stream whose user timeout is not positive or only reports waits as long as the
     * peer can be reached. A closed stream whose peer never closes, and which nobody reads, is ended after the FIN-WAIT-2
     * time; unread data then makes it a reset (RFC 9293 §3.6).
     *
     * @throws StreamEndedException if the user timeout passed or the connection ended before all was acknowledged
     */
    @Override
    void close() throws IOException;

    /** Begins a close and returns at once: readiness and the status tell the rest. */
    void startClose() throws IOException;

    /** Drops both directions at once; the peer sees a reset. Harmless when nothing is open. */
    void abort();

    /** What TCP knows of the stream now. */
    TcpStatus status();

    /** Why the last connection ended; empty while none has, and from the next open on. */
    Optional<CloseReason> closeReason();

    /**
     * Tells the events of this stream to the listener. Replaces an earlier listener. The first one is told first what has
     * happened on the connection before and no call has shown yet, ICMP errors excepted.
     */
    void onEvent(StreamListener listener);

    /** What the stream is ready for now. */
    Set<Readiness> readiness();

    /**
     * Calls the listener with the readiness whenever it has changed, where a {@link StreamListener} is called and in one order with
     * its events. Replaces an earlier listener.
     */
    void onReadiness(Consumer<Set<Readiness>> listener);

    /** Sets the user timeout from now on. */
    void setUserTimeout(UserTimeout timeout);

    /**
     * Sets the type of service or traffic class of the packets sent from now on.
     *
     * @param typeOfService 0 to 255; its two low bits are ECN's, and what they are here does not matter
     */
    void setTypeOfService(int typeOfService);

    /**
     * The receiving half as an input stream: urgent data in its place, the end as -1. Its reads return as soon as a byte
     * is there. Closing it closes nothing else.
     */
    InputStream inputStream();

    /** The sending half as an output stream: its flush pushes, and waits for nothing. Closing it closes the stream. */
    OutputStream outputStream();

    /** Both halves as a blocking byte channel. Closing it closes the stream. */
    ByteChannel channel();
}
