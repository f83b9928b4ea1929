package org.ouzel.bench.kernel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.ouzel.bench.blocking.Sockets;

/** Netty: an event loop for each end, its own defaults, and what the others have too. */
final class NettyLoops implements AutoCloseable {
    private final EventLoopGroup serving = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoopGroup calling = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    /** Why its native code cannot be used here; empty if it can. */
    static Optional<String> obstacle() {
        return Optional.ofNullable(Epoll.unavailabilityCause()).map(cause -> "Netty's epoll: " + cause);
    }

    static Map<Measure, Double> run(Workload workload, long limitNs) throws IOException {
        try (NettyLoops loops = new NettyLoops()) {
            return switch (workload) {
                case PING_PONG -> NettyPingPong.run(loops, limitNs);
                case STREAMING -> NettyStreaming.run(loops, limitNs);
                case CONNECTIONS -> NettyConnections.run(loops, limitNs);
            };
        }
    }

    /** Listens; each connection has a handler of its own. */
    Channel listen(Supplier<ChannelHandler> handlers) {
        return new ServerBootstrap()
                .group(serving)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, Sockets.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Streaming.CALL_BYTES))
                .childHandler(initializer(handlers))
                .bind(Sockets.LOOPBACK)
                .syncUninterruptibly()
                .channel();
    }

    /** What calls that listener; each connection has a handler of its own. */
    Bootstrap caller(Channel listener, Supplier<ChannelHandler> handlers) {
        return new Bootstrap()
                .group(calling)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(listener.localAddress())
                .handler(initializer(handlers));
    }

    private static ChannelHandler initializer(Supplier<ChannelHandler> handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers.get());
            }
        };
    }

    /** Waits for what a handler makes of it. */
    static <T> T await(CompletableFuture<T> told) throws IOException {
        try {
            return told.join();
        } catch (CompletionException failed) {
            throw new IOException("a round has failed", failed.getCause());
        }
    }

    @Override
    public void close() {
        calling.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        serving.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
