package org.ouzel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.TcpStream;
import org.ouzel.stack.StackHost;
import org.ouzel.stack.link.MemoryLink;

/** Urgent data: the receiver learns of it while it still has normal data to read, and is told where it ends. */
public final class Interrupt {
    private Interrupt() {}

    /** Prints what the receiver sees. */
    public static void main(String[] args) throws IOException, InterruptedException {
        MemoryLink.Wire wire = MemoryLink.wire(1500);
        CountDownLatch urgent = new CountDownLatch(1);
        try (Host left = StackHost.builder().link(wire.left(), "192.0.2.1/24").open();
                Host right =
                        StackHost.builder().link(wire.right(), "192.0.2.2/24").open();
                TcpStream receiver = left.newStream();
                TcpStream sender = right.newStream()) {
            receiver.onEvent((stream, event) -> {
                if (event instanceof StreamEvent.Urgent) {
                    urgent.countDown();
                }
            });
            receiver.passiveOpen(7);
            sender.activeOpen(new InetSocketAddress("192.0.2.1", 7));
            sender.send(UTF_8.encode("a long listing ..."));
            sender.send(UTF_8.encode("^C"), SendFlag.URGENT);
            sender.send(UTF_8.encode("$ "), SendFlag.PUSH);
            urgent.await();
            System.out.println("urgent data is coming: skip to the mark");
            while (receiver.isUrgentMode()) {
                Received skipped = receiver.receive();
                System.out.println((skipped.mark() ? "up to the mark: " : "skipped: ") + UTF_8.decode(skipped.data()));
            }
            System.out.println("then: " + UTF_8.decode(receiver.receive().data()));
            sender.startClose();
        }
    }
}
