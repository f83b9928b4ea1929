package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

/** The file server and the client, over two hosts in memory. */
@Timeout(60)
class HttpTest {
    private final TwoHosts hosts = new TwoHosts();

    @TempDir
    private Path directory;

    private Path root;
    private FileServer server;

    @BeforeEach
    void serve() throws IOException {
        root = Files.createDirectory(directory.resolve("www"));
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("hello.txt"), "hello\n");
        Files.writeString(root.resolve("a b & c.txt"), "blanks");
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("way-out"), directory.resolve("secret"));
        server = FileServer.open(hosts.server, 0, root, 0);
    }

    @AfterEach
    void close() {
        server.close();
        hosts.close();
    }

    private URI url(String path) {
        return URI.create("http://" + TwoHosts.SERVER + ":" + server.port() + path);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20})
    void fetchesFilesWhole(int size) throws Exception {
        byte[] content = new byte[size];
        new SplittableRandom(size).nextBytes(content);
        Files.write(root.resolve("file"), content);
        Path to = directory.resolve("fetched");
        Report report = new Report("get");

        new Download(new TestConsole().console(), Optional.of(to)).run(hosts.client, url("/file"), report);

        assertThat(Files.readAllBytes(to)).isEqualTo(content);
        Map<String, Object> object = JSON.std.mapFrom(report.json(true));
        assertThat(object)
                .containsEntry(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(object.get("figures"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("bytes", size)
                .containsKeys("seconds", "segments_in", "segments_out", "retransmitted_segments");
    }

    @Test
    void writesToStandardOutputAndLeavesTheReportALineOfItsOwn() throws Exception {
        TestConsole console = new TestConsole();
        Report report = new Report("get");

        new Download(console.console(), Optional.empty()).run(hosts.client, url("/a%20b%20&%20c.txt"), report);

        assertThat(console.out()).isEqualTo("blanks");
        assertThat(report.separator()).isEqualTo(System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404 Not Found",
        "/way-out, 404 Not Found",
        "/sub, 301 Moved Permanently",
        "/%00, 404 Not Found"
    })
    void tellsWhatTheServerAnsweredInstead(String path, String answer) {
        Download download = new Download(new TestConsole().console(), Optional.empty());

        assertThatThrownBy(() -> download.run(hosts.client, url(path), new Report("get")))
                .isInstanceOf(IOException.class)
                .hasMessage("the server answers " + answer);
    }

    @Test
    void listsDirectoriesWithNamesThatLeadToTheFiles() throws Exception {
        TestConsole console = new TestConsole();

        new Download(console.console(), Optional.empty()).run(hosts.client, url("/"), new Report("get"));

        assertThat(console.out())
                .contains("<a href=\"./hello.txt\">hello.txt</a>", "<a href=\"./sub/\">sub/</a>")
                .contains("<a href=\"./a%20b%20&amp;%20c.txt\">a b &amp; c.txt</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/sub/../../secret",
                "/%2e%2e/secret",
                "/..%2fsecret",
                "//../secret",
                "/hello.txt/../../secret",
                "*"
            })
    void letsNobodyOut(String path) throws Exception {
        String answer = exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("\r\n\r\nsecret");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        String answer = exchange("HEAD /hello.txt HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 6\r\n", "text/plain");
        assertThat(answer).endsWith("\r\n\r\n");
    }

    @Test
    void keepsTheConnectionForOtherRequests() throws Exception {
        String request = "GET /hello.txt HTTP/1.1\r\nHost: h\r\n";

        String answers = exchange(request + "\r\n" + request + "\r\n" + request + "Connection: close\r\n\r\n");

        assertThat(answers.split("\r\n\r\nhello\n", -1)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "'POST /hello.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', 405",
        "'GET /%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400",
        "'nonsense\r\n\r\n', 400"
    })
    void answersWhatItCannotDo(String request, String status) throws Exception {
        assertThat(exchange(request)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void endsAfterAsManyRequestsAsWereAskedFor() throws Exception {
        FileServer limited = FileServer.open(hosts.server, 0, root, 2);
        try (limited) {
            URI url = URI.create("http://" + TwoHosts.SERVER + ":" + limited.port() + "/hello.txt");
            for (int request = 0; request < 2; request++) {
                TestConsole console = new TestConsole();
                new Download(console.console(), Optional.empty()).run(hosts.client, url, new Report("get"));
                assertThat(console.out()).isEqualTo("hello\n");
            }
            limited.await();
        }
        Report report = new Report("serve");
        limited.report(report);
        assertThat(report.json(true)).contains("\"requests\":2,");
    }

    @Test
    void needsADirectory() {
        assertThatThrownBy(() -> FileServer.open(hosts.server, 0, root.resolve("hello.txt"), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a directory");
    }

    /** Sends a request and returns all that is answered. */
    private String exchange(String request) throws IOException {
        try (TcpStream stream = hosts.client.newStream()) {
            stream.activeOpen(new InetSocketAddress(TwoHosts.SERVER, server.port()));
            stream.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)), SendFlag.PUSH);
            return new String(stream.inputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
