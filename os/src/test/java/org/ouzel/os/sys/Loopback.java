package org.ouzel.os.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A connection over the loopback device: a listener, who has connected, and whom it has accepted. */
final class Loopback implements AutoCloseable {
    final Caller caller = new Caller();
    final SocketHandle listener;
    final SocketHandle client;
    final SocketHandle server;

    /** Over IPv4 or IPv6, by the address. */
    Loopback(String address) throws IOException {
        InetAddress local = InetAddress.ofLiteral(address);
        int family = local instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
        listener = SocketHandle.open(caller, family);
        listener.bind(caller, new InetSocketAddress(local, 0));
        listener.listen(caller, 1);
        client = SocketHandle.open(caller, family);
        assertThat(client.connect(caller, listener.localAddress(caller))).isIn(0, -Abi.EINPROGRESS);
        await(caller, listener, Abi.POLLIN);
        server = listener.accept(caller).orElseThrow().handle();
        await(caller, client, Abi.POLLOUT);
        assertThat(client.error(caller)).isZero();
    }

    Loopback() throws IOException {
        this("127.0.0.1");
    }

    /** Returns when something of it has happened to the socket, and tells all that has. */
    static int await(Caller caller, SocketHandle socket, int events) throws IOException {
        assertThat(socket.enter()).isTrue();
        try {
            return poll(caller, socket.descriptor(), events);
        } finally {
            socket.leave();
        }
    }

    /** The same for a descriptor that somebody keeps open. */
    static int poll(Caller caller, int descriptor, int events) throws IOException {
        MemorySegment poll = Arena.ofAuto().allocate(Abi.POLLFD_BYTES, Integer.BYTES);
        poll.set(JAVA_INT, 0, descriptor);
        poll.set(JAVA_SHORT, Abi.POLLFD_EVENTS, (short) events);
        int ready = -Abi.EINTR;
        while (ready == -Abi.EINTR) {
            ready = caller.linux().ppoll(poll, 1, MemorySegment.NULL);
        }
        ErrnoException.check("poll", ready);
        return poll.get(JAVA_SHORT, Abi.POLLFD_REVENTS);
    }

    static MemorySegment bytes(int... values) {
        MemorySegment memory = Arena.ofAuto().allocate(values.length);
        for (int i = 0; i < values.length; i++) {
            memory.set(JAVA_BYTE, i, (byte) values[i]);
        }
        return memory;
    }

    /** What comes next, waited for. */
    static byte[] receive(Caller caller, SocketHandle socket) throws IOException {
        await(caller, socket, Abi.POLLIN);
        MemorySegment into = Arena.ofAuto().allocate(100);
        long length = socket.receive(caller, into, 0);
        return into.asSlice(0, ErrnoException.check("recv", (int) length)).toArray(JAVA_BYTE);
    }

    @Override
    public void close() {
        server.close();
        client.close();
        listener.close();
    }
}
