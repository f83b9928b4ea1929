package org.ouzel.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.core.tcp.Relative.ack;
import static org.ouzel.core.tcp.Relative.rst;
import static org.ouzel.core.tcp.StateFixture.PEER_WINDOW;
import static org.ouzel.core.tcp.StateFixture.Place.CLOSE_WAIT;
import static org.ouzel.core.tcp.StateFixture.Place.ESTABLISHED;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_1;
import static org.ouzel.core.tcp.StateFixture.Place.FIN_WAIT_2;

import java.lang.foreign.MemorySegment;

/** What the standing campaign has found in the core, in the fewest steps. */
class FoundByTheCampaignTest {
    /**
     * A retransmission that acknowledges more than any segment before it, with a smaller window: its text is old, its
     * acknowledgment is not (RFC 9293 §3.10.7.4, SND.WL1). The window of the segment before it must not slide on.
     */
    @InStates({ESTABLISHED, CLOSE_WAIT})
    void takesTheWindowOfARetransmissionThatAcknowledgesMore(StateFixture tcp) throws CallRefused {
        tcp.send(PEER_WINDOW);
        int sent = tcp.tcb.status(tcp.now).sequence().sndNxt()
                - tcp.tcb.status(tcp.now).sequence().sndUna();
        tcp.arrives(ack().at(100), PEER_WINDOW);
        tcp.arrives(ack().at(0).acking(sent), 10);
        assertThat(tcp.tcb.status(tcp.now).windows().send()).isEqualTo(10);
    }

    /** What came out of order can never be read once the connection has been reset: its pages are wanted elsewhere. */
    @InStates({ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2})
    void givesBackWhatCameOutOfOrderWhenItIsReset(StateFixture tcp) throws CallRefused {
        int before = tcp.pages.lent();
        tcp.arrives(ack().text(100));
        tcp.arrives(ack().at(20_000).text(100));
        assertThat(tcp.pages.lent()).isGreaterThan(before);
        tcp.arrives(rst().at(100));
        tcp.isIn(State.CLOSED);
        assertThat(tcp.tcb.read(MemorySegment.ofArray(new byte[200]), tcp.now).count())
                .isEqualTo(100);
        assertThat(tcp.pages.lent()).isZero();
    }
}
