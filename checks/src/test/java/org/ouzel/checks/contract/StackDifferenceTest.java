package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.NoRouteToHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
}
