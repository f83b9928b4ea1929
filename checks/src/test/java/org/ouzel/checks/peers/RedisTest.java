package org.ouzel.checks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Call;

/** Redis, by its serialization protocol (RESP 2): commands are arrays of strings that tell their lengths. */
@Timeout(60)
class RedisTest {
    private static final int PORT = 6379;
    private static final int VALUES = 3;
    private static final int VALUE_BYTES = 1 << 20;
    private static final int PIPELINED = 10_000;
    private static final int ECHOED_BYTES = 1000;

    @RegisterExtension
    final Peer redis = new Peer("redis-server");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void start() throws IOException {
        redis.start(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(PORT),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--daemonize",
                "no");
    }

    @Test
    void keepsBinaryValuesAndClosesWhenItIsTold() throws Exception {
        TcpStream stream = redis.connect(PORT);
        Inbox inbox = new Inbox(stream);
        stream.send(command("PING"), SendFlag.PUSH);
        assertThat(inbox.line()).isEqualTo("+PONG");
        byte[][] values = new byte[VALUES][VALUE_BYTES];
        for (int i = 0; i < VALUES; i++) {
            random.nextBytes(values[i]);
            stream.send(command("SET", ascii("key" + i), values[i]), SendFlag.PUSH);
            assertThat(inbox.line()).isEqualTo("+OK");
        }
        for (int i = 0; i < VALUES; i++) {
            stream.send(command("GET", ascii("key" + i)), SendFlag.PUSH);
            assertThat(string(inbox)).as("seed %d", seed).isEqualTo(values[i]);
        }
        stream.send(command("QUIT"), SendFlag.PUSH);
        assertThat(inbox.line()).isEqualTo("+OK");
        assertThat(inbox.isAtEnd()).isTrue();
        stream.close();
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
    }

    @Test
    void answersTenThousandCommandsInOrderWhileTheyAreSent() throws Exception {
        byte[] echoed = new byte[ECHOED_BYTES];
        random.nextBytes(echoed);
        try (TcpStream stream = redis.connect(PORT)) {
            Call<Boolean> sending = Call.run(() -> sendAll(stream, echoed));
            Inbox inbox = new Inbox(stream);
            for (int i = 1; i <= PIPELINED / 2; i++) {
                assertThat(inbox.line()).isEqualTo(":" + i);
                assertThat(string(inbox)).as("seed %d, command %d", seed, i).isEqualTo(echoed);
            }
            sending.get();
        }
    }

    private static void sendAll(TcpStream stream, byte[] echoed) throws IOException {
        for (int i = 0; i < PIPELINED / 2; i++) {
            stream.send(command("INCR", ascii("counter")));
            stream.send(command("ECHO", echoed));
        }
        stream.flush();
    }

    private static ByteBuffer command(String name, byte[]... arguments) {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(ascii("*" + (1 + arguments.length) + "\r\n"));
        writeString(command, ascii(name));
        for (byte[] argument : arguments) {
            writeString(command, argument);
        }
        return ByteBuffer.wrap(command.toByteArray());
    }

    private static void writeString(ByteArrayOutputStream command, byte[] string) {
        command.writeBytes(ascii("$" + string.length + "\r\n"));
        command.writeBytes(string);
        command.writeBytes(ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] string(Inbox inbox) throws IOException {
        String length = inbox.line();
        assertThat(length).startsWith("$");
        byte[] string = inbox.bytes(Integer.parseInt(length.substring(1)));
        assertThat(inbox.line()).isEmpty();
        return string;
    }
}
