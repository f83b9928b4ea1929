package org.ouzel.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

/**
 * The Synch of RFC 854 both ways, with the telnetd of GNU inetutils.
 *
 * <p>A Synch is a Data Mark (DM) behind which TCP's urgent data ends. This telnetd makes the byte before it, the IAC, the last
 * urgent one: its comment there says "off by one", and means hosts whose urgent pointer is that of RFC 1122, on the last urgent
 * byte. The pointer of RFC 9293 §3.8.5 is on the byte behind, so it is exactly on the DM, and our mark right before that.
 */
@Timeout(60)
class TelnetdTest {
    private static final int PORT = 23;
    private static final Telnet.Mark BEFORE_DM = new Telnet.Mark(Telnet.IAC, Telnet.DM);

    /** In the place of login: repeats lines; at "busy" reads nothing more until it is interrupted. */
    private static final String LOGIN = """
            #!/usr/bin/python3
            import signal, sys
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            print('ready', flush=True)
            for line in sys.stdin:
                print('heard', repr(line.rstrip()), flush=True)
                if line.rstrip() == 'busy':
                    signal.sigwait({signal.SIGINT})
                    print('interrupted', flush=True)
            """;

    @RegisterExtension
    final Peer telnetd = new Peer("telnetd", "inetutils-inetd");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void start() throws IOException {
        Path login = Files.writeString(folder.resolve("login"), LOGIN);
        Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rwxr-xr-x"));
        String program =
                telnetd.namespace().run("sh", "-c", "command -v telnetd").strip();
        Path services = Files.writeString(
                folder.resolve("inetd.conf"),
                "127.0.0.1:%d stream tcp nowait root %s telnetd -h -E %s\n".formatted(PORT, program, login));
        String pid = folder.resolve("pid").toString();
        telnetd.start("inetutils-inetd", "-d", "--pidfile=" + pid, services.toString());
    }

    private Telnet user(TcpStream stream) throws IOException {
        Telnet user = new Telnet(stream);
        assertThat(user.line()).isEqualTo("ready");
        user.sendLine("hello");
        assertThat(user.line()).isEqualTo("heard 'hello'");
        return user;
    }

    @Test
    void answersAbortOutputWithASynch() throws Exception {
        try (TcpStream stream = telnetd.connect(PORT)) {
            Telnet user = user(stream);
            user.sendCommand(Telnet.AO);
            assertThat(user.mark()).isEqualTo(BEFORE_DM);
            assertThat(stream.isUrgentMode()).isFalse();
            user.sendLine("");
            // The control character of the terminal for AO.
            assertThat(user.line()).isEqualTo("heard '\\x0f'");
        }
    }

    /**
     * What stands before our Synch does not reach a program that was not reading: telnetd passes the interrupt on, the terminal
     * drops its input and its output for that, which telnetd tells by a Synch of its own, and what is behind the DM is heard.
     */
    @Test
    void interruptsAndDropsWhatStandsBeforeASynch() throws Exception {
        try (TcpStream stream = telnetd.connect(PORT)) {
            Telnet user = user(stream);
            user.sendLine("busy");
            assertThat(user.line()).isEqualTo("heard 'busy'");
            UrgentSegments segments = UrgentSegments.to(telnetd.namespace(), PORT);
            user.sendLine("dropped");
            user.sendLine("dropped too");
            stream.send(Telnet.octets(Telnet.IAC, Telnet.IP, Telnet.IAC, Telnet.DM), SendFlag.URGENT);
            user.sendLine("kept");
            assertThat(user.mark()).isEqualTo(BEFORE_DM);
            assertThat(user.line()).isEqualTo("interrupted");
            assertThat(user.line()).isEqualTo("heard 'kept'");
            assertThat(segments.nextLast()).isEqualTo(Telnet.DM);
        }
    }
}
