package org.ouzel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.Faults;
import org.ouzel.stack.link.FaultyLink;
import org.ouzel.stack.link.MemoryLink;

/** An echo server and its client, on two hosts in one process, with a network between them that loses every tenth packet. */
public final class Echo {
    private Echo() {}

    /** Sends the arguments, and prints what comes back. */
    public static void main(String[] args) throws IOException {
        Faults bad = Faults.NONE.withLoss(0.1).withDelay(Duration.ofMillis(1));
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        try (Host server = StackHost.builder().link(wire.left(), "192.0.2.1/24").open();
                Host client = StackHost.builder()
                        .link(new FaultyLink(wire.right(), bad, 1), "192.0.2.2/24")
                        .open();
                TcpListener listener = server.listen(new InetSocketAddress(7), 16)) {
            Thread.startVirtualThread(() -> serve(listener));
            try (TcpStream stream = client.newStream()) {
                stream.activeOpen(new InetSocketAddress("192.0.2.1", 7));
                for (String word : args) {
                    System.out.println(echo(stream, word));
                }
            }
        }
    }

    /** A push is no boundary: what was sent at one go may come back in several. */
    private static String echo(TcpStream stream, String word) throws IOException {
        ByteBuffer said = UTF_8.encode(word);
        ByteBuffer heard = ByteBuffer.allocate(said.remaining());
        stream.send(said, SendFlag.PUSH);
        while (heard.hasRemaining()
                && !stream.receive(heard, Duration.ofSeconds(10)).isEnd()) {}
        return UTF_8.decode(heard.flip()).toString();
    }

    private static void serve(TcpListener listener) {
        try (TcpStream stream = listener.accept()) {
            for (Received said = stream.receive(); !said.isEnd(); said = stream.receive()) {
                ByteBuffer back = said.data();
                stream.send(back, SendFlag.PUSH);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
