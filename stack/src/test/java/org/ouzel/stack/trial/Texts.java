package org.ouzel.stack.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ouzel.Received;
import org.ouzel.TcpStream;

/** What is sent and received, as text. */
public final class Texts {
    private Texts() {}

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    public static String text(Received received) {
        assertThat(received.outcome()).isEqualTo(Received.Outcome.DATA);
        return US_ASCII.decode(received.data().duplicate()).toString();
    }

    /** So many bytes, by as many receives as they take. */
    public static String receive(TcpStream from, int count) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.length() < count) {
            all.append(text(from.receive(HostPair.SOON)));
        }
        return all.toString();
    }

    /** Receives all there is up to the peer's close, and returns how many bytes that were. */
    public static int drain(TcpStream from) throws IOException {
        int count = 0;
        Received next = from.receive(HostPair.SOON);
        while (!next.isEnd()) {
            count += text(next).length();
            next = from.receive(HostPair.SOON);
        }
        return count;
    }

    /** Letters that do not repeat soon. */
    public static String letters(int count) {
        StringBuilder all = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            all.append((char) ('a' + (i + i / 26 + i / 677) % 26));
        }
        return all.toString();
    }
}
