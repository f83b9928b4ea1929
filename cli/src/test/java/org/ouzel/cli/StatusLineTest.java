package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

class StatusLineTest {
    @Test
    void tellsInOneLineWhatTcpKnows() throws Exception {
        try (TwoHosts hosts = new TwoHosts()) {
            TcpStream server = hosts.server.newStream();
            server.passiveOpen(7);
            TcpStream client = hosts.client.newStream();
            client.activeOpen(new InetSocketAddress(TwoHosts.SERVER, 7));
            client.sendAcknowledged(ByteBuffer.wrap(new byte[3000]), SendFlag.PUSH);
            server.receive(Duration.ofSeconds(20));
            assertThat(StatusLine.text(client.status()))
                    .startsWith("ESTABLISHED cubic rto:")
                    .contains(" bytes_acked:3000 ", " unacked:0 ", " retrans:0 ", " rtt:")
                    .doesNotContain("\n");
        }
    }
}
