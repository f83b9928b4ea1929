package org.ouzel.sim.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;
import org.ouzel.sim.Machine;

/** The program at one end of a connection that has been opened: takes its steps, and has what comes of them judged. */
final class Actor {
    /** More than there ever is. */
    private static final long ALL = 1L << 40;

    private static final Duration FOREVER = Duration.ofDays(1000);

    /** Behind the last step: what comes until the end. */
    private static final Step.ReceiveAll REST = new Step.ReceiveAll(16 << 10, Duration.ZERO);

    /** RFC 9293 §3.10.5: an abort in one of these sends a reset. */
    private static final Set<TcpState> RESETTING = EnumSet.of(
            TcpState.SYN_RECEIVED, TcpState.ESTABLISHED, TcpState.FIN_WAIT_1, TcpState.FIN_WAIT_2, TcpState.CLOSE_WAIT);

    private final World world;
    private final Machine machine;
    private final TcpStream stream;
    private final End self;
    private final Judge judge;
    private int threads;

    /** How far the steps until now are to have read. */
    private long expected;

    private boolean stopped;

    Actor(World world, Machine machine, TcpStream stream, End self, End peer) {
        this.world = world;
        this.machine = machine;
        this.stream = stream;
        this.self = self;
        this.judge = new Judge(world, self, peer);
    }

    /** Takes the steps and those behind the last one, on the thread that calls. */
    void run(List<Step> steps) {
        threads++;
        follow(steps);
    }

    private void follow(List<Step> steps) {
        try {
            for (Step step : steps) {
                take(step);
            }
            threads--;
            if (threads == 0 && !stopped) {
                finish();
            }
        } catch (StreamEndedException failure) {
            onFailed(failure);
        } catch (IOException refused) {
            if (!stopped) {
                world.verdict().violated(Property.FAILURE, refused + ": " + self);
                onAbort();
            }
        }
    }

    private void take(Step step) throws IOException {
        if (stopped) {
            return;
        }
        switch (step) {
            case Step.Send send -> send(send);
            case Step.SendAcknowledged send -> {
                stream.sendAcknowledged(self.out().offer(send.bytes(), false), SendFlag.PUSH);
                self.out().accept(send.bytes());
                judge.onAcknowledged(false);
            }
            case Step.Flush flush -> {
                stream.flush();
                judge.onAcknowledged(false);
            }
            case Step.Receive receive -> receive(receive);
            case Step.ReceiveAll all -> receive(new Step.Receive(ALL, all.buffer(), all.pause()));
            case Step.Close close -> close();
            case Step.Abort abort -> onAbort();
            case Step.Pause pause -> world.simulation().sleep(pause.time());
            case Step.Beside beside -> {
                threads++;
                machine.start("beside", () -> follow(beside.steps()));
            }
        }
    }

    private void send(Step.Send send) throws IOException {
        SendFlag[] flags = send.flags().toArray(SendFlag[]::new);
        boolean urgent = send.flags().contains(SendFlag.URGENT);
        for (int left = send.bytes(); left > 0 && !stopped; left -= send.chunk()) {
            int length = Math.min(left, send.chunk());
            stream.send(self.out().offer(length, urgent), flags);
            self.out().accept(length);
        }
    }

    private void receive(Step.Receive receive) throws IOException {
        expected = Math.addExact(expected, receive.bytes());
        long until = expected;
        ByteBuffer buffer = ByteBuffer.allocate(receive.buffer());
        while (self.in().read() < until && !self.in().hasEnded() && !stopped) {
            buffer.clear()
                    .limit((int) Math.min(buffer.capacity(), until - self.in().read()));
            Received received = stream.receive(buffer, FOREVER);
            if (received.isEnd()) {
                judge.onEnd();
            } else {
                self.in().onRead(received);
            }
            if (!receive.pause().isZero()) {
                world.simulation().sleep(receive.pause());
            }
        }
    }

    private void close() throws IOException {
        self.setClosed();
        stream.close();
        judge.onAcknowledged(true);
    }

    private void finish() throws IOException {
        close();
        take(REST);
        judge.onGraceful();
    }

    private void onAbort() {
        stopped = true;
        boolean resets = RESETTING.contains(stream.status().state());
        int before = resetsOut();
        stream.abort();
        world.verdict()
                .require(
                        Property.CLOSE,
                        !resets || self.track().isEmpty() || resetsOut() > before,
                        () -> "an abort without a reset: " + self);
        self.end(End.Outcome.ABORTED);
    }

    private int resetsOut() {
        return self.track().map(Track::resetsOut).orElse(0);
    }

    private void onFailed(StreamEndedException failure) {
        if (stopped) {
            return;
        }
        stopped = true;
        judge.onFailed(stream, failure);
        readTheRest();
    }

    /** What had come before the failure can still be read, and then the failure is told again. */
    private void readTheRest() {
        ByteBuffer buffer = ByteBuffer.allocate(REST.buffer());
        try {
            while (true) {
                Received received = stream.receive(buffer.clear(), FOREVER);
                if (received.isEnd()) {
                    judge.onEnd();
                    return;
                }
                self.in().onRead(received);
            }
        } catch (StreamEndedException expected) {
            return;
        } catch (IOException other) {
            world.verdict().violated(Property.FAILURE, other + " after a failure: " + self);
        }
    }
}
