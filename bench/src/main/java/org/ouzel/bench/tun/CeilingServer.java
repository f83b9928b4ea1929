package org.ouzel.bench.tun;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.Service;
import org.ouzel.os.TunLink;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.link.Link;

/**
 * Moves packets over TUN without TCP: the ceiling of what a stack can do there. It knows one connection at a time. Of what comes it reads
 * the headers, and acknowledges once for each batch all that came in order; it sends up to the window that the kernel offers. With the
 * {@link Data} itself it does nothing, or what a stack must. There is no timer but one to begin again after a loss, and no thread but one.
 * The kernel on the other side does all that it does with Ouzel.
 */
public final class CeilingServer {
    /** How many packets are written before one looks for acknowledgments. */
    private static final int BURST = 64;

    /** After so long without an acknowledgment all is sent again from the first that was not acknowledged. */
    private static final long STALL_NS = 20_000_000;

    /** So many acknowledgments of nothing new tell of a loss. */
    private static final int DUPLICATES = 3;

    private static final int FIRST = 1;

    private final Link link;
    private final FrameBatch batch;
    private final int mss;
    private final Data data;
    private final BarePacket packet;
    private final int checksumStart;

    /** How much one packet carries, cut into segments by the device or not. */
    private final int most;

    // The connection.
    private State state = State.NONE;
    private int peerPort;
    private int scale;
    private long received;
    private int next;
    private boolean owesAcknowledgment;
    private int sent;
    private int acknowledged;
    private long window;
    private int duplicates;

    private enum State {
        NONE,
        SINK,
        SOURCE
    }

    private CeilingServer(Link link, boolean copies) {
        this.link = link;
        this.batch = FrameBatch.of(link.capabilities());
        this.mss = link.capabilities().mtu() - BarePacket.HEADER_BYTES;
        this.most = Math.max(1, (link.capabilities().frameBytes() - BarePacket.HEADER_BYTES) / mss) * mss;
        this.data = copies ? copied(link) : new UntouchedData(most);
        this.packet = new BarePacket(link.capabilities().checksums());
        this.checksumStart = link.capabilities().checksums() ? BarePacket.TCP_HEADER : 0;
    }

    private static Data copied(Link link) {
        return new CopiedData(
                !link.capabilities().checksums(), Arena.ofAuto().allocate(Service.CALL_BYTES, Long.BYTES));
    }

    /**
     * Serves until the parent ends.
     *
     * @param arguments the framing, and whether data is copied
     */
    public static void main(String[] arguments) throws IOException {
        ParentProcess.endWithIt();
        TunLink link = TunLink.open(Framing.valueOf(arguments[0]).device());
        System.out.println(AskedProcess.ANSWER);
        new CeilingServer(link, Boolean.parseBoolean(arguments[1])).serve();
    }

    private void serve() throws IOException {
        while (link.read(batch, patienceNs())) {
            if (batch.size() == 0 && !maySend()) {
                sent = acknowledged;
            }
            for (int i = 0; i < batch.size(); i++) {
                MemorySegment packet = batch.frame(i);
                if (BarePacket.isTcp(packet) && data.isIntact(packet)) {
                    onSegment(packet);
                }
            }
            data.deliver();
            if (owesAcknowledgment) {
                owesAcknowledgment = false;
                write(packet.segment(sent, next, BarePacket.ACK, 0, 0));
            }
            send();
        }
    }

    private long patienceNs() {
        if (state != State.SOURCE) {
            return Long.MAX_VALUE;
        }
        return maySend() ? 0 : STALL_NS;
    }

    private void write(MemorySegment whole) throws IOException {
        link.write(whole, List.of(), 0, checksumStart);
    }

    private void onSegment(MemorySegment segment) throws IOException {
        if (BarePacket.has(segment, BarePacket.SYN)) {
            onSyn(segment);
        } else if (state != State.NONE && BarePacket.sourcePort(segment) == peerPort) {
            if (BarePacket.has(segment, BarePacket.RST)) {
                state = State.NONE;
            } else {
                onAcknowledgment(segment);
                onData(segment);
            }
        }
    }

    private void onSyn(MemorySegment syn) throws IOException {
        int port = BarePacket.destinationPort(syn);
        state = port == Service.SINK.at(Addresses.SERVER).getPort() ? State.SINK : State.SOURCE;
        peerPort = BarePacket.sourcePort(syn);
        scale = BarePacket.windowScale(syn);
        received = 0;
        next = BarePacket.sequence(syn) + 1;
        sent = FIRST;
        acknowledged = FIRST;
        window = 0;
        data.begin();
        packet.answer(syn);
        write(packet.syn(FIRST - 1, next, mss));
    }

    private void onAcknowledgment(MemorySegment segment) {
        int number = BarePacket.acknowledgment(segment);
        long offered = (long) BarePacket.window(segment) << scale;
        if (number - acknowledged > 0) {
            acknowledged = number;
            duplicates = 0;
            if (sent - acknowledged < 0) {
                sent = acknowledged;
            }
        } else if (number == acknowledged && offered == window && sent != acknowledged && ++duplicates == DUPLICATES) {
            sent = acknowledged;
        }
        window = offered;
    }

    private void onData(MemorySegment segment) throws IOException {
        int length = BarePacket.payloadBytes(segment);
        boolean last = BarePacket.has(segment, BarePacket.FIN);
        if (length == 0 && !last) {
            return;
        }
        if (BarePacket.sequence(segment) == next) {
            data.take(BarePacket.payload(segment));
            next += length + (last ? 1 : 0);
            received += length;
        } else {
            last = false;
        }
        if (last && state == State.SINK) {
            write(packet.number(sent, next, BarePacket.PSH | BarePacket.FIN | BarePacket.ACK, received));
        } else {
            owesAcknowledgment = true;
        }
    }

    private boolean maySend() {
        return state == State.SOURCE && room() >= mss;
    }

    /** How much more may be under way. */
    private long room() {
        return Math.min(window, BarePacket.WINDOW_BYTES) - (sent - acknowledged);
    }

    private void send() throws IOException {
        for (int i = 0; i < BURST && maySend(); i++) {
            int length = (int) Math.min(most, room() / mss * mss);
            List<MemorySegment> payload = data.next(sent - FIRST, acknowledged - FIRST, length);
            MemorySegment headers =
                    packet.segment(sent, next, BarePacket.ACK | BarePacket.PSH, length, data.sum(payload));
            link.write(headers, payload, length > mss ? mss : 0, checksumStart);
            sent += length;
        }
    }
}
