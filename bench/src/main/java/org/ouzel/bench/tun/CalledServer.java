package org.ouzel.bench.tun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.ouzel.Host;
import org.ouzel.Received;
import org.ouzel.SendFlag;
import org.ouzel.StreamEvent;
import org.ouzel.StreamOptions;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.Service;
import org.ouzel.bench.blocking.Sockets;
import org.ouzel.os.TunLink;
import org.ouzel.stack.StackHost;

/**
 * The process in which Ouzel serves by listeners that are called in place, behind a TUN device in the namespace that the process is in: what
 * sends back what it gets.
 */
public final class CalledServer {
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT.withNagle(false);

    private CalledServer() {}

    /**
     * Serves until the parent ends.
     *
     * @param arguments the framing, and how long the reader polls
     */
    public static void main(String[] arguments) throws IOException {
        TunLink link = TunLink.open(Framing.valueOf(arguments[0]).device());
        StackHost host = StackHost.builder()
                .name("bench")
                .link(link, Addresses.SERVER_SIDE)
                .listenersInPlace()
                .busyPoll(Duration.parse(arguments[1]))
                .open();
        serve(host, Service.ECHO);
        serve(host, Service.BRIEF);
        System.out.println(AskedProcess.ANSWER);
        ParentProcess.awaitEnd();
    }

    private static void serve(Host host, Service service) throws IOException {
        TcpListener listener = host.listen(service.at(Addresses.SERVER), Sockets.BACKLOG, OPTIONS);
        listener.onAcceptable(() -> accept(listener));
    }

    private static void accept(TcpListener listener) {
        try {
            Optional<TcpStream> accepted = listener.tryAccept();
            accepted.ifPresent(stream -> stream.onEvent(CalledServer::onEvent));
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static void onEvent(TcpStream stream, StreamEvent event) {
        try {
            switch (event) {
                case StreamEvent.DataArrival _ -> sendBack(stream);
                case StreamEvent.Closing _ -> stream.startClose();
                case StreamEvent.PassiveOpenDone _,
                        StreamEvent.Urgent _,
                        StreamEvent.UserTimeout _,
                        StreamEvent.IcmpReceived _,
                        StreamEvent.Terminated _ -> {}
            }
        } catch (IOException ended) {
            // The caller sees itself that it fails.
            stream.abort();
        }
    }

    private static void sendBack(TcpStream stream) throws IOException {
        Received received = stream.receive(Duration.ZERO);
        if (received.outcome() == Received.Outcome.DATA) {
            stream.send(received.data(), SendFlag.PUSH);
        }
    }
}
