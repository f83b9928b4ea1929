package org.ouzel.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A packet of a capture, as Wireshark's dissectors and its analysis of TCP see it.
 *
 * @param malformed what is malformed about it; empty for a sound one
 * @param ipChecksum {@link #GOOD}, or what else is known of the checksum of IP; empty where IP has none
 * @param tcpChecksum {@link #GOOD}, or what else is known of the checksum of TCP
 * @param severities how grave each remark of the experts is
 * @param remarks those remarks in words
 * @param sentAgain whether it is called a retransmission, of whichever kind
 * @param sackBlocks how many SACK blocks it carries, D-SACKs included
 * @param duplicateSackBlocks how many D-SACKs
 */
record Dissected(
        String malformed,
        String ipChecksum,
        String tcpChecksum,
        List<Integer> severities,
        String remarks,
        boolean sentAgain,
        int sackBlocks,
        int duplicateSackBlocks) {
    /** The state of a checksum that was computed and is right. */
    static final String GOOD = "1";

    /** The least severity of a warning; an error's is higher. Notes and chats are below. */
    private static final int WARNING = 0x600000;

    private static final List<String> FIELDS = List.of(
            "_ws.malformed",
            "ip.checksum.status",
            "tcp.checksum.status",
            "_ws.expert.severity",
            "_ws.expert.message",
            // One that the analysis calls fast or spurious may, by its version, be called a plain one as well.
            "tcp.analysis.retransmission",
            "tcp.analysis.fast_retransmission",
            "tcp.analysis.spurious_retransmission",
            "tcp.options.sack_le",
            "tcp.options.sack.dsack_le");

    /** The packets of a capture of TCP between any port and the given one, in their order. */
    static List<Dissected> read(Path capture, int port) throws IOException, InterruptedException {
        Stream<String> options = Stream.of(
                "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-d", "tcp.port==" + port + ",data");
        Stream<String> fields = FIELDS.stream().flatMap(field -> Stream.of("-e", field));
        List<String> command = Stream.of(
                        Stream.of("tshark", "-n", "-r", capture.toString(), "-T", "fields"), options, fields)
                .flatMap(part -> part)
                .toList();
        Path log = capture.resolveSibling("tshark.log");
        Process tshark = new ProcessBuilder(command).redirectError(log.toFile()).start();
        List<String> lines = tshark.inputReader().readAllLines();
        assertThat(tshark.waitFor()).as("the status of tshark, see %s", log).isZero();
        return lines.stream().map(Dissected::parse).toList();
    }

    private static Dissected parse(String line) {
        String[] field = line.split("\t", -1);
        return new Dissected(
                field[0],
                field[1],
                field[2],
                values(field[3]).map(Integer::decode).toList(),
                field[4],
                !(field[5] + field[6] + field[7]).isEmpty(),
                (int) values(field[8]).count(),
                (int) values(field[9]).count());
    }

    private static Stream<String> values(String field) {
        return Arrays.stream(field.split(",", -1)).filter(value -> !value.isEmpty());
    }

    /** How many warnings and errors there are. */
    long warnings() {
        return severities.stream().filter(severity -> severity >= WARNING).count();
    }
}
