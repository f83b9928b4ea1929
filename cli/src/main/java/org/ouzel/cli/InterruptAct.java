package org.ouzel.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpStream;

/** The second act: urgent data overtakes nothing, and is known of before what stands before it has been read. */
final class InterruptAct {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RECEIVE_BYTES = 4096;
    private static final byte[] WORK = filled(2 * RECEIVE_BYTES);
    private static final byte[] INTERRUPT = "interrupt".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REST = "and on it goes".getBytes(StandardCharsets.US_ASCII);
    private static final int MARK = WORK.length + INTERRUPT.length;

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) '.');
        return bytes;
    }

    void play(DemoNetwork.Pair pair, Findings findings) throws IOException, InterruptedException {
        findings.act("2. An interrupt that overtakes nothing but is seen first");
        BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
        pair.receiver().onEvent((stream, event) -> events.add(event));
        pair.sender().sendAcknowledged(ByteBuffer.wrap(WORK));
        findings.say(
                String.format(Locale.ROOT, "sent %d bytes of normal data; the receiver is not reading", WORK.length));
        pair.sender().sendAcknowledged(ByteBuffer.wrap(INTERRUPT), SendFlag.URGENT);
        findings.say(String.format(Locale.ROOT, "sent \"%s\", URGENT", text(INTERRUPT)));
        findings.expect(isToldUrgent(events), "the receiver is told of urgent data by an event");
        long unread = pair.receiver().status().sequence().unreadBytes();
        findings.expect(
                unread == MARK && pair.receiver().isUrgentMode(),
                "at that time " + unread + " bytes lie unread, and it is in urgent mode");
        pair.sender().sendAcknowledged(ByteBuffer.wrap(REST), SendFlag.PUSH);
        receive(pair.receiver(), findings);
    }

    private static boolean isToldUrgent(BlockingQueue<StreamEvent> events) throws InterruptedException {
        @Nullable StreamEvent event;
        do {
            event = events.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } while (event != null && !(event instanceof StreamEvent.Urgent));
        return event != null;
    }

    private static void receive(TcpStream receiver, Findings findings) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean flagged = true;
        while (all.size() < MARK + REST.length) {
            Received received = receiver.receive(ByteBuffer.allocate(RECEIVE_BYTES), PATIENCE);
            if (received.outcome() != Received.Outcome.DATA) {
                break;
            }
            byte[] data = new byte[received.data().remaining()];
            received.data().get(data);
            flagged &= received.urgent() == (all.size() == 0);
            all.writeBytes(data);
            flagged &= received.mark() == (all.size() == MARK);
            findings.say(String.format(Locale.ROOT, "received %4d bytes%s", data.length, remarks(received, data)));
        }
        byte[] expected = ByteBuffer.allocate(MARK + REST.length)
                .put(WORK)
                .put(INTERRUPT)
                .put(REST)
                .array();
        findings.expect(Arrays.equals(all.toByteArray(), expected), "all data came in the order in which it was sent");
        findings.expect(flagged, "the first receive said \"urgent\", the one that ended with the interrupt \"mark\"");
        findings.expect(!receiver.isUrgentMode(), "urgent mode has ended");
    }

    private static String remarks(Received received, byte[] data) {
        return (received.urgent() ? ", urgent" : "")
                + (received.mark() ? ", mark" : "")
                + (data.length < RECEIVE_BYTES ? ": \"" + text(data) + "\"" : "");
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.US_ASCII);
    }
}
