package org.ouzel.checks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.ouzel.CloseReason;
import org.ouzel.SendFlag;
import org.ouzel.TcpStream;

/** The first words of an SSH connection with OpenSSH's server (RFC 4253). */
@Timeout(60)
class OpenSshTest {
    private static final int PORT = 22;
    private static final int SSH_MSG_KEXINIT = 20;
    private static final int COOKIE_BYTES = 16;

    /** What a client and a server name in KEXINIT, from the key exchange to the languages (RFC 4253 §7.1). */
    private static final int NAME_LISTS = 10;

    @RegisterExtension
    final Peer sshd = new Peer("sshd", "ssh-keygen");

    @TempDir
    private Path folder = Path.of("");

    private void start() throws IOException {
        Path key = folder.resolve("key");
        sshd.namespace().run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        Path configuration = Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                PidFile none
                UsePAM no
                """.formatted(PORT, key));
        // sshd wants its folder in /run. The namespace's commands have mounts of their own, so this one leaves nothing
        // there.
        sshd.start(
                "sh",
                "-c",
                "mount -t tmpfs none /run && mkdir /run/sshd && exec \"$(command -v sshd)\" -D -e -f \"$0\"",
                configuration.toString());
    }

    @Test
    void saysItsVersionAndHowItWouldExchangeKeysAndCloses() throws Exception {
        start();
        TcpStream stream = sshd.connect(PORT);
        Inbox inbox = new Inbox(stream);
        assertThat(inbox.line()).startsWith("SSH-2.0-OpenSSH_");
        stream.send(bytes("SSH-2.0-Ouzel\r\n"), SendFlag.PUSH);
        List<String> names = nameLists(payload(inbox));
        assertThat(names).hasSize(NAME_LISTS);
        assertThat(names.get(0)).contains("curve25519-sha256");
        assertThat(names.get(1)).isEqualTo("ssh-ed25519");
        stream.close();
        assertThat(inbox.isAtEnd()).isTrue();
        assertThat(stream.closeReason()).contains(new CloseReason.Graceful());
    }

    /** The payload of a packet that is not encrypted yet (RFC 4253 §6): between its two lengths and its padding. */
    private static ByteBuffer payload(Inbox inbox) throws IOException {
        int packetLength = inbox.integer();
        int paddingLength = inbox.octet();
        // RFC 4253 §6: the packet with its length is a multiple of 8 bytes, of which at least 4 are padding.
        assertThat((Integer.BYTES + packetLength) % 8).isZero();
        assertThat(paddingLength).isGreaterThanOrEqualTo(4);
        byte[] rest = inbox.bytes(packetLength - 1);
        return ByteBuffer.wrap(rest, 0, rest.length - paddingLength);
    }

    private static List<String> nameLists(ByteBuffer kexInit) {
        assertThat(Byte.toUnsignedInt(kexInit.get())).isEqualTo(SSH_MSG_KEXINIT);
        kexInit.position(kexInit.position() + COOKIE_BYTES);
        List<String> lists = new ArrayList<>();
        while (lists.size() < NAME_LISTS) {
            byte[] names = new byte[kexInit.getInt()];
            kexInit.get(names);
            lists.add(new String(names, US_ASCII));
        }
        assertThat(kexInit.get()).as("first_kex_packet_follows").isZero();
        assertThat(kexInit.getInt()).as("reserved").isZero();
        assertThat(kexInit.hasRemaining()).isFalse();
        return lists;
    }
}
