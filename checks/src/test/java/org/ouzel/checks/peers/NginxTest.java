package org.ouzel.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpState;
import org.ouzel.TcpStream;

/** Files from nginx, over connections that are kept and over one that it closes (RFC 9112 §9). */
@Timeout(120)
class NginxTest {
    private static final int PORT = 80;
    private static final int FILE_BYTES = 32 << 20;

    /** Its workers keep the rights of who has started it: the folder of a test is for nobody else. */
    private static final String CONFIGURATION = """
            user root;
            daemon off;
            pid nginx.pid;
            error_log stderr;
            events {}
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:%d;
                    root served;
                }
            }
            """.formatted(PORT);

    @RegisterExtension
    final Peer nginx = new Peer("nginx");

    private final long seed = new Random().nextLong();
    private final byte[] file = new byte[FILE_BYTES];

    @TempDir
    private Path folder = Path.of("");

    private record Response(String status, String bodySha256) {}

    @BeforeEach
    void start() throws IOException {
        new Random(seed).nextBytes(file);
        Files.write(Files.createDirectory(folder.resolve("served")).resolve("file"), file);
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION);
        nginx.start("nginx", "-p", folder.toString(), "-e", "stderr", "-c", configuration.toString());
    }

    @Test
    void servesTwoRequestsOnOneConnection() throws Exception {
        try (TcpStream stream = nginx.connect(PORT)) {
            Inbox inbox = new Inbox(stream);
            isTheFile(get(stream, inbox, "/file", "keep-alive"));
            Response missing = get(stream, inbox, "/missing", "keep-alive");
            assertThat(missing.status()).isEqualTo("HTTP/1.1 404 Not Found");
            isTheFile(get(stream, inbox, "/file", "keep-alive"));
            assertThat(stream.status().state()).isEqualTo(TcpState.ESTABLISHED);
        }
    }

    @Test
    void closesWhenItIsAskedTo() throws Exception {
        TcpStream stream = nginx.connect(PORT);
        Inbox inbox = new Inbox(stream);
        isTheFile(get(stream, inbox, "/file", "close"));
        assertThat(inbox.isAtEnd()).isTrue();
        assertThat(stream.status().state()).isEqualTo(TcpState.CLOSE_WAIT);
        stream.close();
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
    }

    private void isTheFile(Response response) throws GeneralSecurityException {
        assertThat(response.status()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(response.bodySha256()).as("seed %d", seed).isEqualTo(sha256(file));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static Response get(TcpStream stream, Inbox inbox, String path, String connection)
            throws IOException, GeneralSecurityException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: " + connection + "\r\n\r\n";
        stream.send(bytes(request), SendFlag.PUSH);
        String status = inbox.line();
        Map<String, String> fields = new TreeMap<>();
        for (String line = inbox.line(); !line.isEmpty(); line = inbox.line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        assertThat(fields).containsEntry("connection", connection);
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        return new Response(status, sha256(inbox.bytes(length)));
    }
}
