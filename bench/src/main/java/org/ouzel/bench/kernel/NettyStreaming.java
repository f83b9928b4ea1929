package org.ouzel.bench.kernel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** As much as goes over one connection one way. */
final class NettyStreaming {
    private NettyStreaming() {}

    static Map<Measure, Double> run(NettyLoops loops, long limitNs) throws IOException {
        CompletableFuture<Map<Measure, Double>> told = new CompletableFuture<>();
        AtomicLong received = new AtomicLong();
        Channel listener = loops.listen(() -> new Receiver(received, told));
        loops.caller(listener, () -> new Sender(limitNs, received, told))
                .connect()
                .syncUninterruptibly();
        return NettyLoops.await(told);
    }

    private static final class Receiver extends ChannelInboundHandlerAdapter {
        private final AtomicLong received;
        private final CompletableFuture<?> told;
        private long count;

        private Receiver(AtomicLong received, CompletableFuture<?> told) {
            this.received = received;
            this.told = told;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            count += ((ByteBuf) data).readableBytes();
            ReferenceCountUtil.release(data);
        }

        /** The last read of a batch, the one before the end included: Netty closes the channel only then. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            received.set(count);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }

    private static final class Sender extends ChannelInboundHandlerAdapter {
        private final AtomicLong received;
        private final CompletableFuture<Map<Measure, Double>> told;
        private final ByteBuf data = Unpooled.directBuffer(Streaming.CALL_BYTES).writeZero(Streaming.CALL_BYTES);
        private final Meter meter;
        private long sent;
        private boolean over;

        private Sender(long limitNs, AtomicLong received, CompletableFuture<Map<Measure, Double>> told) {
            this.received = received;
            this.told = told;
            this.meter = Meter.start(limitNs);
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            while (!over && context.channel().isWritable()) {
                sent += Streaming.CALL_BYTES;
                over = meter.isOver(System.nanoTime());
                if (over) {
                    // A half-close throws away what is not written yet.
                    ChannelFuture _ = context.write(data.retainedDuplicate()).addListener(NettyStreaming::finish);
                } else {
                    ChannelFuture _ = context.write(data.retainedDuplicate(), context.voidPromise());
                }
            }
            context.flush();
        }

        /** The receiver has read the end, and closed its side. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            data.release();
            try {
                Streaming.requireAll(sent, received.get());
                told.complete(meter.stopBytes(sent));
            } catch (IOException incomplete) {
                told.completeExceptionally(incomplete);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            told.completeExceptionally(cause);
        }
    }

    private static void finish(Future<?> written) {
        Channel channel = ((ChannelFuture) written).channel();
        ((DuplexChannel) channel).shutdownOutput().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
