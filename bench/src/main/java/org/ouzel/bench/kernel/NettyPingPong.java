package org.ouzel.bench.kernel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.ouzel.bench.blocking.Latencies;

/** A byte there and one back: both ends send back what they get. */
final class NettyPingPong {
    private NettyPingPong() {}

    static Map<Measure, Double> run(NettyLoops loops, long limitNs) throws IOException {
        CompletableFuture<Map<Measure, Double>> told = new CompletableFuture<>();
        Channel listener = loops.listen(() -> new Echo(told));
        loops.caller(listener, () -> new Caller(limitNs, told)).connect().syncUninterruptibly();
        return NettyLoops.await(told);
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<?> told;

        private Echo(CompletableFuture<?> told) {
            this.told = told;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            ChannelFuture _ = context.writeAndFlush(data, context.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }

    private static final class Caller extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Map<Measure, Double>> told;
        private final Latencies latencies = new Latencies(PingPong.MOST);
        private final Meter meter;
        private long before;

        private Caller(long limitNs, CompletableFuture<Map<Measure, Double>> told) {
            this.told = told;
            this.meter = Meter.start(limitNs);
            this.before = meter.began();
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ChannelFuture _ = context.writeAndFlush(Unpooled.directBuffer(1).writeByte(0), context.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            long now = System.nanoTime();
            latencies.add(now - before);
            before = now;
            if (meter.isOver(now) || latencies.isFull()) {
                ReferenceCountUtil.release(data);
                ChannelFuture _ = context.close();
                told.complete(meter.stop(latencies));
            } else {
                ChannelFuture _ = context.writeAndFlush(data, context.voidPromise());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            told.completeExceptionally(new IOException("the peer has ended"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }
}
