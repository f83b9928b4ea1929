package org.ouzel.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.ouzel.os.interop.Namespace;

/** A TCP socket of the kernel's, in a namespace: it does what a test says, by a script. */
final class KernelSocket {
    private static final HexFormat HEX = HexFormat.of();

    private final Script script;

    KernelSocket(Namespace namespace) throws IOException {
        script = Script.start(namespace, "socket.py");
    }

    /** Begins something that may take time; {@link #answer} tells how it went. */
    void begin(String command) throws IOException {
        script.tell(command);
    }

    /** What became of what was begun: {@code ok} and the result, or the name of an error such as {@code ECONNRESET}. */
    String answer() throws InterruptedException {
        return script.answer();
    }

    /** Does something and tells what became of it. */
    String ask(String command) throws IOException, InterruptedException {
        begin(command);
        return answer();
    }

    /** Does something that works, and gives its result. */
    String result(String command) throws IOException, InterruptedException {
        String answer = ask(command);
        assertThat(answer).as(command).startsWith("ok");
        return answer.substring("ok".length()).strip();
    }

    /** Listens, and gives the port. */
    int listen(Family family) throws IOException, InterruptedException {
        return Integer.parseInt(result("listen " + family.kernel()));
    }

    /** Connects from any port, and gives it. */
    int connect(InetSocketAddress to) throws IOException, InterruptedException {
        return connect(to, 0);
    }

    /** Connects from a port; 0 picks one. */
    int connect(InetSocketAddress to, int from) throws IOException, InterruptedException {
        return Integer.parseInt(result(connectCommand(to, from)));
    }

    /** Connects from a port that it has connected from before: once that is over, for what ends it may still be on its way. */
    int connectAgain(InetSocketAddress to, int from) throws IOException, InterruptedException {
        long until = System.nanoTime() + OverTun.SOON.toNanos();
        String answer = ask(connectCommand(to, from));
        while (answer.equals("EADDRNOTAVAIL") && System.nanoTime() < until) {
            answer = ask(connectCommand(to, from));
        }
        assertThat(answer).startsWith("ok");
        return from;
    }

    private static String connectCommand(InetSocketAddress to, int from) {
        return "connect " + to.getAddress().getHostAddress() + " " + to.getPort() + " " + from;
    }

    void send(byte[] data) throws IOException, InterruptedException {
        result("send " + HEX.formatHex(data));
    }

    /** Sends with MSG_OOB: the last byte is the urgent one to the kernel. */
    void sendUrgent(byte[] data) throws IOException, InterruptedException {
        result("send_urgent " + HEX.formatHex(data));
    }

    /** What one read gives; nothing at the end of the stream. */
    byte[] receive() throws IOException, InterruptedException {
        return bytes("receive");
    }

    /** What can be read before the mark; it comes to be known first, if it is not yet. */
    byte[] receiveToMark() throws IOException, InterruptedException {
        return bytes("receive_to_mark");
    }

    /** The urgent byte, out of band. */
    byte[] receiveUrgent() throws IOException, InterruptedException {
        return bytes("receive_urgent");
    }

    /** All that comes until the peer closes. */
    byte[] receiveToEnd() throws IOException, InterruptedException {
        return bytes("receive_to_end");
    }

    private byte[] bytes(String command) throws IOException, InterruptedException {
        return HEX.parseHex(result(command));
    }
}
