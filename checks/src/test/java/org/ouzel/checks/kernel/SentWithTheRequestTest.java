package org.ouzel.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.TcpState;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;
import org.ouzel.os.TunLink;
import org.ouzel.os.TunOptions;
import org.ouzel.os.interop.Interop;
import org.ouzel.os.interop.Namespace;
import org.ouzel.os.kernel.KernelHost;

/** Data that the kernel engine has sent with a connection request (RFC 7413) that nobody answers. */
@Timeout(60)
class SentWithTheRequestTest {
    private Namespace namespace;
    private TunLink silent;
    private KernelHost host;

    @BeforeEach
    void open() throws IOException {
        Interop.require();
        namespace = new Namespace();
        // A client that sends data without a cookie, so that no connection has to come before this one.
        namespace.run("sh", "-c", "echo 5 > /proc/sys/net/ipv4/tcp_fastopen");
        silent = TunLink.open(TunOptions.of("ouzel0")
                .withoutOffload()
                .inNamespace(namespace.name())
                .withHostSide("198.18.0.1/24"));
        host = KernelHost.inNamespace(namespace.name());
    }

    @AfterEach
    void end() throws IOException {
        host.close();
        silent.close();
        namespace.close();
    }

    @Test
    void isUnacknowledgedUntilTheHandshakeIsOver() throws IOException {
        TcpStream stream = host.newStream();
        ByteBuffer data = bytes("request");
        stream.startActiveOpen(ActiveOpen.to(new InetSocketAddress("198.18.0.2", 7)), data);
        assertThat(data.hasRemaining()).isFalse();
        TcpStatus status = stream.status();
        assertThat(status.state()).isEqualTo(TcpState.SYN_SENT);
        assertThat(status.sequence().unacknowledgedBytes()).isEqualTo(7);
        assertThat(status.counters().bytesAcknowledged()).isZero();
    }
}
