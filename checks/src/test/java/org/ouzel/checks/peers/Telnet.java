package org.ouzel.checks.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.HostPair;

/** The user's end of a Telnet connection (RFC 854), which refuses every option. For one thread. */
final class Telnet {
    static final int IP = 244;
    static final int AO = 245;
    static final int DM = 242;
    static final int IAC = 255;

    private static final int WILL = 251;
    private static final int WONT = 252;
    private static final int DO = 253;
    private static final int DONT = 254;

    /** What the next byte is. */
    private enum Expects {
        TEXT,
        COMMAND,
        WILL_WHAT,
        DO_WHAT,
        NOTHING_NEW
    }

    /**
     * Where urgent data has ended.
     *
     * @param last the last urgent byte, 0 to 255
     * @param next the byte behind the mark
     */
    record Mark(int last, int next) {}

    private final TcpStream stream;
    private final StringBuilder text = new StringBuilder();
    private Expects expects = Expects.TEXT;
    private boolean discards;

    Telnet(TcpStream stream) {
        this.stream = stream;
    }

    /** The next line of text, without its end. */
    String line() throws IOException {
        int end = text.indexOf("\r\n");
        while (end < 0) {
            take();
            end = text.indexOf("\r\n");
        }
        String line = text.substring(0, end);
        text.delete(0, end + 2);
        return line;
    }

    void sendLine(String line) throws IOException {
        stream.send(latin(line + "\r\n"), SendFlag.PUSH);
    }

    /** Sends an Interpret Process or another function of the network virtual terminal. */
    void sendCommand(int command) throws IOException {
        stream.send(octets(IAC, command), SendFlag.PUSH);
    }

    /** Receives up to the end of urgent data, and what is behind it. */
    Mark mark() throws IOException {
        Received got = take();
        while (!got.mark()) {
            got = take();
        }
        Received behind = take();
        assertThat(behind.urgent() || behind.mark())
                .as("urgent behind the mark")
                .isFalse();
        return new Mark(
                octet(got.data(), got.data().limit() - 1),
                octet(behind.data(), behind.data().position()));
    }

    static ByteBuffer octets(int... octets) {
        ByteBuffer bytes = ByteBuffer.allocate(octets.length);
        for (int octet : octets) {
            bytes.put((byte) octet);
        }
        return bytes.flip();
    }

    static ByteBuffer latin(String text) {
        return ISO_8859_1.encode(text);
    }

    private static int octet(ByteBuffer data, int at) {
        return Byte.toUnsignedInt(data.get(at));
    }

    private Received take() throws IOException {
        Received got = stream.receive(HostPair.SOON);
        assertThat(got.outcome()).isEqualTo(Received.Outcome.DATA);
        // RFC 854, page 9: in urgent mode all is discarded but commands, up to the DM, also where TCP's end
        // of urgent data is before that.
        discards |= got.urgent();
        for (ByteBuffer data = got.data().duplicate(); data.hasRemaining(); ) {
            expects = on(Byte.toUnsignedInt(data.get()));
        }
        return got;
    }

    private Expects on(int octet) throws IOException {
        return switch (expects) {
            case COMMAND -> onCommand(octet);
            case WILL_WHAT -> refuse(DONT, octet);
            case DO_WHAT -> refuse(WONT, octet);
            case NOTHING_NEW -> Expects.TEXT;
            case TEXT -> octet == IAC ? Expects.COMMAND : onText(octet);
        };
    }

    private Expects onText(int octet) {
        if (!discards) {
            text.append((char) octet);
        }
        return Expects.TEXT;
    }

    private Expects onCommand(int command) {
        return switch (command) {
            case WILL -> Expects.WILL_WHAT;
            case DO -> Expects.DO_WHAT;
            // All stays off, so these change nothing, and what changes nothing is not answered.
            case WONT, DONT -> Expects.NOTHING_NEW;
            case DM -> {
                discards = false;
                yield Expects.TEXT;
            }
            default -> Expects.TEXT;
        };
    }

    private Expects refuse(int how, int option) throws IOException {
        stream.send(octets(IAC, how, option), SendFlag.PUSH);
        return Expects.TEXT;
    }
}
