package org.ouzel.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.PassiveOpen;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/**
 * A transfer that vsftpd is in the middle of, and cannot go on with because we do not read, is ended by an urgent ABOR on the
 * control connection (RFC 959 §4.1.3). Without the urgent data it would not look there before the transfer is over.
 */
@Timeout(60)
class VsftpdTest {
    private static final int PORT = 21;
    private static final int FILE_BYTES = 64 << 20;
    private static final int UNDER_WAY_BYTES = 1 << 16;
    private static final Pattern PASSIVE = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)\\.?");

    @RegisterExtension
    final Peer vsftpd = new Peer("vsftpd");

    @TempDir
    private Path folder = Path.of("");

    private record Session(TcpStream control, Inbox replies) implements AutoCloseable {
        String command(String line) throws IOException {
            control.send(bytes(line + "\r\n"), SendFlag.PUSH);
            return replies.line();
        }

        @Override
        public void close() throws IOException {
            control.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        // The server becomes another user, who must be able to come here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path served = Files.createDirectory(folder.resolve("served"));
        Files.write(served.resolve("file"), new byte[FILE_BYTES]);
        Path configuration = Files.writeString(folder.resolve("vsftpd.conf"), """
                listen=YES
                listen_address=127.0.0.1
                listen_port=%d
                background=NO
                anonymous_enable=YES
                no_anon_password=YES
                anon_root=%s
                secure_chroot_dir=%s
                async_abor_enable=YES
                xferlog_enable=NO
                seccomp_sandbox=NO
                """.formatted(
                        PORT, served, Files.createDirectory(folder.resolve("empty"))));
        vsftpd.start("vsftpd", configuration.toString());
    }

    private Session login() throws IOException {
        TcpStream control = vsftpd.connect(PORT);
        Session session = new Session(control, new Inbox(control));
        assertThat(session.replies().line()).startsWith("220 ");
        assertThat(session.command("USER anonymous")).startsWith("230 ");
        assertThat(session.command("TYPE I")).startsWith("200 ");
        return session;
    }

    @Test
    void abortsATransferOverAConnectionThatWeHaveOpened() throws Exception {
        try (Session session = login();
                TcpStream data = vsftpd.host().newStream()) {
            Matcher passive = PASSIVE.matcher(session.command("EPSV"));
            assertThat(passive.matches()).isTrue();
            data.activeOpen(new InetSocketAddress(Peer.LOOPBACK, Integer.parseInt(passive.group(1))));
            assertThat(session.command("RETR file")).startsWith("150 ");
            abort(session, data);
        }
    }

    @Test
    void abortsATransferOverAConnectionThatItHasOpened() throws Exception {
        try (Session session = login();
                TcpStream data = vsftpd.host().newStream()) {
            data.passiveOpen(PassiveOpen.on(new InetSocketAddress(Peer.LOOPBACK, 0)));
            int port = data.localAddress().orElseThrow().getPort();
            assertThat(session.command("EPRT |1|127.0.0.1|" + port + "|")).startsWith("200 ");
            assertThat(session.command("RETR file")).startsWith("150 ");
            data.awaitOpen();
            abort(session, data);
        }
    }

    private static void abort(Session session, TcpStream data) throws IOException {
        Eventually.holds(
                () -> data.status().sequence().unreadBytes() > UNDER_WAY_BYTES,
                () -> "nothing comes: " + data.status());
        session.control().send(Telnet.octets(Telnet.IAC, Telnet.IP, Telnet.IAC, Telnet.DM), SendFlag.URGENT);
        assertThat(session.command("ABOR")).startsWith("426 ");
        assertThat(session.replies().line()).startsWith("226 ");
        assertThat(received(data)).isBetween(UNDER_WAY_BYTES, FILE_BYTES - 1);
        assertThat(session.command("NOOP")).startsWith("200 ");
        assertThat(session.command("QUIT")).startsWith("221 ");
        assertThat(session.replies().isAtEnd()).isTrue();
    }

    /** How many bytes come up to the end. */
    private static int received(TcpStream data) throws IOException {
        int count = 0;
        for (Received got = data.receive(HostPair.SOON); !got.isEnd(); got = data.receive(HostPair.SOON)) {
            assertThat(got.isTimeout()).isFalse();
            count += got.data().remaining();
        }
        return count;
    }
}
