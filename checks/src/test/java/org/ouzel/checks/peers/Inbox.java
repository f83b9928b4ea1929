package org.ouzel.checks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.ouzel.Received;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.HostPair;

/** What a stream receives, by count and by line. For one thread. */
final class Inbox {
    private final TcpStream from;
    private ByteBuffer unread = ByteBuffer.allocate(0);

    Inbox(TcpStream from) {
        this.from = from;
    }

    /** So many bytes. */
    byte[] bytes(int count) throws IOException {
        byte[] all = new byte[count];
        for (int filled = 0; filled < count; ) {
            await();
            int more = Math.min(unread.remaining(), count - filled);
            unread.get(all, filled, more);
            filled += more;
        }
        return all;
    }

    /** One byte, 0 to 255. */
    int octet() throws IOException {
        await();
        return Byte.toUnsignedInt(unread.get());
    }

    /** Four bytes, the most significant first. */
    int integer() throws IOException {
        return ByteBuffer.wrap(bytes(Integer.BYTES)).getInt();
    }

    /** All up to the next CR LF, without those. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = octet();
        for (int next = octet(); last != '\r' || next != '\n'; next = octet()) {
            line.write(last);
            last = next;
        }
        return line.toString(US_ASCII);
    }

    /** Whether nothing more comes; waits until something does, or the end. */
    boolean isAtEnd() throws IOException {
        return !unread.hasRemaining() && from.receive(HostPair.SOON).isEnd();
    }

    private void await() throws IOException {
        if (!unread.hasRemaining()) {
            Received got = from.receive(HostPair.SOON);
            assertThat(got.outcome()).isEqualTo(Received.Outcome.DATA);
            unread = got.data();
        }
    }
}
