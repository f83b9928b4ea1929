package org.ouzel.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.ouzel.core.tcp.CallRefused;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;

/** Who has been quiet for a second dozes when something else happens, and again after it was woken. */
class VigilTest {
    private static final long SECOND = 1000 * TwoNodes.MS;
    private final TwoNodes net = new TwoNodes();

    private void say(Tcb tcb) throws CallRefused {
        tcb.write(MemorySegment.ofArray(new byte[1]), true, false, net.now);
        net.client.settle(tcb, net.now);
        net.settle();
    }

    @Test
    void thoseWhoAreQuietDoze() throws Exception {
        net.listen(7);
        Tcb quiet = net.connect("192.0.2.2", 7);
        net.listen(8);
        Tcb busy = net.connect("192.0.2.2", 8);
        net.pass(SECOND / 2);
        say(busy);
        assertThat(quiet.isDormant()).as("after half a second").isFalse();

        net.pass(SECOND);
        say(busy);
        assertThat(quiet.isDormant()).isTrue();
        assertThat(busy.isDormant()).isFalse();
    }

    @Test
    void whoWasWokenByAQuestionDozesAgain() throws Exception {
        net.listen(7);
        Tcb quiet = net.connect("192.0.2.2", 7);
        net.listen(8);
        Tcb busy = net.connect("192.0.2.2", 8);
        net.pass(2 * SECOND);
        say(busy);
        assertThat(quiet.isDormant()).isTrue();

        assertThat(quiet.status(net.now).state()).isEqualTo(State.ESTABLISHED);
        assertThat(quiet.isDormant()).isFalse();
        net.pass(2 * SECOND);
        say(busy);
        assertThat(quiet.isDormant()).isTrue();
    }
}
