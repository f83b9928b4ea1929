package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.receive;

import java.net.NoRouteToHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ouzel.ActiveOpen;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStream;
import org.ouzel.stack.trial.HostPair;

/** What the stack does otherwise than the contract says. */
@Timeout(60)
class StackDifferenceTest {
    private final HostPair hosts = Engine.STACK.pair();

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    @Shows(engine = Engine.STACK, what = Difference.NO_WAY_TO_ITSELF)
    void hasNoRouteToItself() throws Exception {
        int port = HostPair.listen(hosts.server().newStream());
        TcpStream caller = hosts.server().newStream();
        assertThatThrownBy(() -> caller.activeOpen(hosts.at(port))).isInstanceOf(NoRouteToHostException.class);
    }

    @Test
    @Shows(engine = Engine.STACK, what = Difference.NO_DATA_WITH_A_SYN)
    void sendsBehindTheHandshakeToWhomItKnowsToo() throws Exception {
        for (int i = 0; i < 2; i++) {
            TcpStream server = hosts.server().newStream(StreamOptions.DEFAULT.withFastOpen(5));
            ActiveOpen open = ActiveOpen.to(hosts.at(HostPair.listen(server)));
            TcpStream client = hosts.client().newStream();
            client.activeOpen(open, bytes("data"));
            server.awaitOpen();
            assertThat(receive(server, 4)).isEqualTo("data");
            assertThat(client.status().dataInSyn()).isFalse();
        }
    }
}
