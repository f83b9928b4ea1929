package org.ouzel.bench.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.ouzel.bench.blocking.Sockets;

/**
 * Those of {@code java.nio}.
 *
 * @param noDelay whether Nagle's algorithm is off
 */
record NioSockets(boolean noDelay) implements Sockets {
    @Override
    public Listening listen(InetSocketAddress at) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(at, BACKLOG);
            return new Server(channel, noDelay);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public End connect(InetSocketAddress to) throws IOException {
        return end(SocketChannel.open(to), noDelay);
    }

    private static End end(SocketChannel channel, boolean noDelay) throws IOException {
        if (noDelay) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return new Channel(channel);
    }

    /** A close gives back at once. */
    @Override
    public void awaitGivenBack() {}

    @Override
    public void close() {}

    private record Server(ServerSocketChannel channel, boolean noDelay) implements Listening {
        @Override
        public InetSocketAddress address() throws IOException {
            return (InetSocketAddress) channel.getLocalAddress();
        }

        @Override
        public End accept() throws IOException {
            return end(channel.accept(), noDelay);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record Channel(SocketChannel channel) implements End {
        @Override
        public void write(ByteBuffer data) throws IOException {
            while (data.hasRemaining()) {
                channel.write(data);
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void finish() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        @Override
        public void reset() throws IOException {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
    }
}
