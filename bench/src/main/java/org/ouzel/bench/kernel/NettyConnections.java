package org.ouzel.bench.kernel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Connections one after the other. Netty closes a channel by itself when it has read the end: that is the server, and half of the client. */
final class NettyConnections {
    private final CompletableFuture<Map<Measure, Double>> told = new CompletableFuture<>();
    private final Bootstrap caller;
    private final Meter meter;
    private int count;

    private NettyConnections(NettyLoops loops, long limitNs) {
        Channel listener = loops.listen(Server::new);
        this.caller = loops.caller(listener, Client::new);
        this.meter = Meter.start(limitNs);
    }

    static Map<Measure, Double> run(NettyLoops loops, long limitNs) throws IOException {
        NettyConnections connections = new NettyConnections(loops, limitNs);
        connections.next();
        return NettyLoops.await(connections.told);
    }

    private void next() {
        caller.connect().addListener(opened -> {
            if (!opened.isSuccess()) {
                told.completeExceptionally(opened.cause());
            }
        });
    }

    private final class Server extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }

    private final class Client extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            ((DuplexChannel) context.channel())
                    .shutdownOutput()
                    .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            count++;
            if (count < Connections.MOST && !meter.isOver(System.nanoTime())) {
                next();
            } else {
                told.complete(meter.stopConnections(count));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }
}
