package org.ouzel.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.record.CaptureFile;
import org.ouzel.drill.record.Recorder;

/**
 * What is to be made a script: one connection of a capture.
 *
 * @param capture a pcapng or pcap file with raw IP or Ethernet
 * @param connection which of its connections, counted from 1 in the order of their first SYNs
 * @param host the address of the host under test; the one that answers the SYN if it is not told
 */
public record Recording(Path capture, int connection, Optional<InetAddress> host) {
    /** The first connection, with the one who answers as the host under test. */
    public static Recording of(Path capture) {
        return new Recording(capture, 1, Optional.empty());
    }

    /**
     * The script.
     *
     * @throws IOException if the file cannot be read, or there is no such connection in it
     */
    public String script() throws IOException {
        return Recorder.script(CaptureFile.read(capture), connection, host.map(IpAddress::of));
    }
}
