package org.ouzel.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.text;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.TcpListener;
import org.ouzel.TcpStream;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.stack.trial.Call;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.TwoHosts;

/** Listeners, as the wire shows them. */
@Timeout(60)
class ListenerWireTest {
    @Test
    void countsHalfOpenConnectionsInTheBacklog() throws Exception {
        try (RawPeer peer = new RawPeer();
                TcpListener listener = peer.host.listen(new InetSocketAddress(RawPeer.HOST_PORT), 1)) {
            peer.request();
            assertThat(listener.tryAccept()).isEmpty();
            peer.send(TcpFlags.RST);
            peer.request();
            Call<TcpStream> accept = Call.of(listener::accept).waits();
            peer.send(TcpFlags.ACK, "with data");
            assertThat(text(accept.get().receive())).isEqualTo("with data");
        }
    }

    @Test
    void countsTheRequestsThatItDropsBeyondTheBacklog() throws Exception {
        try (TwoHosts hosts = TwoHosts.onAGoodWire();
                TcpListener listener = hosts.server().listen(new InetSocketAddress(0), 1)) {
            InetSocketAddress at = hosts.at(listener.localAddress().getPort());
            hosts.client().newStream().activeOpen(at);
            hosts.client().newStream().startActiveOpen(ActiveOpen.to(at));
            Eventually.holds(
                    () -> hosts.server().counters().getOrDefault("drop.backlog_full", 0L) > 0,
                    () -> hosts.server().counters().toString());
        }
    }
}
