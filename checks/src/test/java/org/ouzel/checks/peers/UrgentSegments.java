package org.ouzel.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.ouzel.os.interop.Namespace;
import org.ouzel.stack.trial.Call;

/** The segments with URG on their way to a port, as they are on the wire. */
final class UrgentSegments {
    /** Prints the last urgent byte of each segment that holds it: the urgent pointer is on the byte behind. */
    private static final String CAPTURE = """
            import socket, struct, sys
            wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0800))
            print('capturing', flush=True)
            while True:
                packet, address = wire.recvfrom(1 << 16)
                if address[2] == socket.PACKET_OUTGOING or packet[9] != socket.IPPROTO_TCP:
                    continue
                segment = packet[(packet[0] & 15) * 4:struct.unpack('>H', packet[2:4])[0]]
                port, flags, pointer = segment[2:4], segment[13], struct.unpack('>H', segment[18:20])[0]
                data = segment[(segment[12] >> 4) * 4:]
                if flags & 0x20 and port == struct.pack('>H', int(sys.argv[1])) and 0 < pointer <= len(data):
                    print(data[pointer - 1], flush=True)
            """;

    private final BufferedReader said;

    private UrgentSegments(BufferedReader said) {
        this.said = said;
    }

    /** Captures what goes to the port in the namespace from now on, up to the namespace's end. */
    static UrgentSegments to(Namespace namespace, int port) throws Exception {
        Process process = namespace.start("python3", "-c", CAPTURE, Integer.toString(port));
        UrgentSegments segments = new UrgentSegments(process.inputReader());
        assertThat(segments.line()).isEqualTo("capturing");
        return segments;
    }

    /** The last urgent byte of the next one, 0 to 255. */
    int nextLast() throws Exception {
        return Integer.parseInt(line());
    }

    private String line() throws Exception {
        return Call.of(this::read).get();
    }

    private String read() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the capture has ended");
        }
        return line;
    }
}
