package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;

/** Packets that have come together. */
class BatchTest {
    private static final int SEGMENT = 1448;

    /** Enough to be beyond the beginning, in which each segment is acknowledged. */
    private static final int BEGINNING = 20 * SEGMENT;

    private final TwoNodes net = new TwoNodes();
    private Tcb sender;
    private Tcb receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = net.listen(7);
        sender = net.connect("192.0.2.2", 7);
        send(BEGINNING);
        net.settle();
        read(receiver);
    }

    private void send(int bytes) throws Exception {
        sender.write(MemorySegment.ofArray(new byte[bytes]), false, false, net.now);
        net.client.settle(sender, net.now);
    }

    private void read(Tcb tcb) throws Exception {
        while (tcb.unreadBytes() > 0) {
            tcb.read(MemorySegment.ofArray(new byte[1 << 16]), net.now);
        }
        net.server.settle(tcb, net.now);
        net.settle();
    }

    private List<MemorySegment> takeToServer() {
        List<MemorySegment> packets = new ArrayList<>(net.toServer);
        net.toServer.clear();
        return packets;
    }

    private void carry(List<MemorySegment> packets) {
        for (MemorySegment packet : packets) {
            net.server.onPacketOfBatch(0, packet, false, net.now);
        }
    }

    @Test
    void whatComesInOrderIsAcknowledgedOnce() throws Exception {
        send(8 * SEGMENT);
        carry(takeToServer());
        assertThat(net.toClient).isEmpty();
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).hasSize(1);
        net.settle();
        assertThat(sender.unacknowledgedBytes()).isZero();
    }

    @Test
    void eachThatComesOutOfOrderIsAnswered() throws Exception {
        send(8 * SEGMENT);
        List<MemorySegment> packets = takeToServer();
        MemorySegment late = packets.remove(2);
        carry(packets);
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).hasSizeGreaterThanOrEqualTo(packets.size() - 2);
        net.toClient.clear();
        carry(List.of(late));
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).as("what fills a gap is told of at once").hasSize(1);
    }

    @Test
    void anotherConnectionsSegmentDoesNotWait() throws Exception {
        Tcb otherReceiver = net.listen(8);
        Tcb other = net.connect("192.0.2.2", 8);
        other.write(MemorySegment.ofArray(new byte[BEGINNING]), false, false, net.now);
        net.client.settle(other, net.now);
        net.settle();
        read(otherReceiver);
        send(4 * SEGMENT);
        List<MemorySegment> packets = takeToServer();
        other.write(MemorySegment.ofArray(new byte[4 * SEGMENT]), false, false, net.now);
        net.client.settle(other, net.now);
        packets.addAll(takeToServer());
        carry(packets);
        assertThat(net.toClient)
                .as("the first is answered when the second's come")
                .hasSize(1);
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).hasSize(2);
        net.settle();
        assertThat(sender.unacknowledgedBytes() + other.unacknowledgedBytes()).isZero();
    }

    @Test
    void aFinOrAResetEndsTheWait() throws Exception {
        send(4 * SEGMENT);
        sender.close(net.now);
        net.client.settle(sender, net.now);
        carry(takeToServer());
        assertThat(receiver.state()).isEqualTo(State.CLOSE_WAIT);
        net.server.onBatchEnd(net.now);
        net.settle();
        assertThat(sender.isFinAcknowledged()).isTrue();
    }

    @Test
    void anAbortEndsTheWaitToo() throws Exception {
        send(4 * SEGMENT);
        carry(takeToServer());
        net.server.abort(receiver, net.now);
        int sent = net.toClient.size();
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).hasSize(sent);
        net.settle();
        assertThat(sender.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void inTheBeginningEachIsAcknowledged() throws Exception {
        Tcb young = net.listen(9);
        Tcb to = net.connect("192.0.2.2", 9);
        to.write(MemorySegment.ofArray(new byte[6 * SEGMENT]), false, false, net.now);
        net.client.settle(to, net.now);
        carry(takeToServer());
        net.server.onBatchEnd(net.now);
        assertThat(young.unreadBytes()).isEqualTo(6 * SEGMENT);
        assertThat(net.toClient).hasSize(6);
    }

    @Test
    void aSegmentLessThanTwoWaitsForItsAcknowledgmentAsEver() throws Exception {
        send(100);
        carry(Collections.unmodifiableList(takeToServer()));
        net.server.onBatchEnd(net.now);
        assertThat(net.toClient).isEmpty();
        assertThat(net.server.nextDeadline()).isLessThan(Long.MAX_VALUE);
        net.pass(200 * TwoNodes.MS);
        assertThat(sender.unacknowledgedBytes()).isZero();
    }
}
