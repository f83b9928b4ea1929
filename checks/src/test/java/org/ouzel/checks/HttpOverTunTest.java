package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;

/** 256 MiB between the command and the kernel's own programs, both ways, over both versions of IP. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HttpOverTunTest {
    private static final long SEED = 793;
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 256;

    @TempDir
    private Path folder = Path.of("");

    private Namespace namespace = unmade();
    private String digest = "";

    @SuppressWarnings("NullAway") // set before each test
    private static Namespace unmade() {
        return null;
    }

    @BeforeEach
    void makeTheFile() throws Exception {
        Interop.require("curl", "tshark");
        namespace = new Namespace();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Random random = new Random(SEED);
        byte[] chunk = new byte[CHUNK];
        try (OutputStream file = new DigestOutputStream(
                Files.newOutputStream(Files.createDirectory(served()).resolve("file")), sha256)) {
            for (int i = 0; i < CHUNKS; i++) {
                random.nextBytes(chunk);
                file.write(chunk);
            }
        }
        digest = HexFormat.of().formatHex(sha256.digest());
    }

    @AfterEach
    void end() throws IOException {
        if (namespace != null) {
            namespace.close();
        }
    }

    private Path served() {
        return folder.resolve("served");
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.2", "[2001:db8::2]"})
    void curlGetsAFileFromOuzelServe(String address) throws Exception {
        Path capture = folder.resolve("serve.pcapng");
        Process serve = OuzelCommand.start(
                namespace, capture, "serve", served().toString(), "--port", "8000", "--requests", "1");
        OuzelCommand.awaitLine(serve, "serving");
        Path got = folder.resolve("got");
        namespace
                .start("curl", "-sS", "-o", got.toString(), "http://" + address + ":8000/file")
                .waitFor();
        Map<String, Object> report = report(OuzelCommand.ended(serve));
        assertThat(sha256(got)).isEqualTo(digest);
        assertFewRetransmissions(report);
        assertSoundPackets(capture);
    }

    @ParameterizedTest
    @CsvSource({"198.18.0.1, 198.18.0.1", "[2001:db8::1], 2001:db8::1"})
    void ouzelGetGetsAFileFromAServerOfTheKernel(String host, String address) throws Exception {
        // The address is there once the command has made the device: until then the server cannot have it.
        namespace.run("ip", "tuntap", "add", "dev", "ouzel0", "mode", "tun");
        namespace.run("ip", "addr", "add", "198.18.0.1/24", "dev", "ouzel0");
        namespace.run("ip", "addr", "add", "2001:db8::1/64", "dev", "ouzel0", "nodad");
        namespace.run("ip", "link", "set", "ouzel0", "up");
        Process server = namespace.start(
                "python3", "-u", "-m", "http.server", "8080", "--bind", address, "--directory", served().toString());
        OuzelCommand.awaitLine(server, "Serving");
        Path capture = folder.resolve("get.pcapng");
        Path got = folder.resolve("got");
        Process get =
                OuzelCommand.start(namespace, capture, "get", "http://" + host + ":8080/file", "-o", got.toString());
        Map<String, Object> report = report(OuzelCommand.ended(get));
        assertThat(sha256(got)).isEqualTo(digest);
        assertThat(report).containsEntry("sha256", digest);
        assertFewRetransmissions(report);
        assertSoundPackets(capture);
    }

    private static Map<String, Object> report(List<String> said) throws IOException {
        Map<String, Object> report = JSON.std.mapFrom(said.getLast());
        assertThat(report).containsEntry("ok", true);
        return report;
    }

    private static void assertFewRetransmissions(Map<String, Object> report) {
        Map<?, ?> figures = (Map<?, ?>) report.get("figures");
        long out = ((Number) figures.get("segments_out")).longValue();
        long again = ((Number) figures.get("retransmitted_segments")).longValue();
        System.out.printf("%s: %d of %d segments sent again%n", report.get("command"), again, out);
        assertThat((double) again / out).isLessThan(0.005);
    }

    /** Wireshark's dissectors find nothing malformed, no wrong checksum, and so many retransmissions either way. */
    private void assertSoundPackets(Path capture) throws Exception {
        // Where a checksum comes out as 0 Linux writes 0xffff, the other zero of one's complement (RFC 1624
        // §3). Every receiver takes it; Wireshark objects. From the kernel that is no fault; from us it would
        // be.
        String othersZero = "(tcp.checksum == 0xffff && (ip.src == 198.18.0.1 || ipv6.src == 2001:db8::1))";
        String faults =
                "_ws.malformed || (tcp.checksum.status == Bad && !" + othersZero + ") || ip.checksum.status == Bad";
        assertThat(tshark(capture, faults)).isEmpty();
        long segments = tshark(capture, "tcp.len > 0").size();
        long again = tshark(capture, "tcp.analysis.retransmission || tcp.analysis.fast_retransmission")
                .size();
        System.out.printf("on the wire: %d of %d segments with data were sent again%n", again, segments);
        assertThat(segments).isGreaterThan(100_000);
        assertThat((double) again / segments).isLessThan(0.005);
    }

    /** The packets that a filter finds, each with what is wrong with it. */
    private List<String> tshark(Path capture, String filter) throws Exception {
        Process tshark = new ProcessBuilder(
                        "tshark",
                        "-n",
                        "-r",
                        capture.toString(),
                        "-o",
                        "tcp.check_checksum:TRUE",
                        "-o",
                        "ip.check_checksum:TRUE",
                        // IP and TCP are looked at. What they carry is random: as HTTP it would be put together
                        // for many minutes, and now and then a packet of it looks like some other protocol, and
                        // malformed.
                        "-d",
                        "tcp.port==8000,data",
                        "-d",
                        "tcp.port==8080,data",
                        "-Y",
                        filter,
                        "-T",
                        "fields",
                        "-e",
                        "frame.number",
                        "-e",
                        "_ws.malformed",
                        "-e",
                        "tcp.checksum.status",
                        "-e",
                        "ip.checksum.status")
                .redirectError(folder.resolve("tshark.log").toFile())
                .start();
        List<String> found = tshark.inputReader().readAllLines();
        assertThat(tshark.waitFor())
                .as(Files.readString(folder.resolve("tshark.log")))
                .isZero();
        return found;
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                sha256.update(chunk, 0, count);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
