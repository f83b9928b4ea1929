package org.ouzel.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ouzel.stack.trial.Texts.bytes;
import static org.ouzel.stack.trial.Texts.text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ouzel.SendFlag;
import org.ouzel.stack.trial.Eventually;
import org.ouzel.stack.trial.HostPair;

/** A stream that is opened again, also while calls on its last connection have not returned yet. */
@OnEveryEngine
class ReopenContractTest {
    private final HostPair hosts;

    ReopenContractTest(Engine engine) {
        hosts = engine.pair();
    }

    @AfterEach
    void end() {
        hosts.close();
    }

    @Test
    void opensAStreamAgainAfterItsConnectionHasEnded() throws Exception {
        HostPair.Streams streams = hosts.connect();
        for (int round = 0; round < 3; round++) {
            streams.client().send(bytes("round"), SendFlag.PUSH);
            assertThat(text(streams.server().receive())).isEqualTo("round");
            streams.client().close();
            assertThat(streams.server().receive().isEnd()).isTrue();
            streams.server().close();
            assertThat(streams.client().receive().isEnd()).isTrue();
            streams = hosts.connect(streams.client(), streams.server());
            assertThat(streams.client().closeReason()).isEmpty();
            assertThat(streams.client().status().counters().bytesOut()).isZero();
        }
        streams.client().abort();
        hosts.awaitNothingHeld();
    }

    @Test
    void dropsWhatWasUnread() throws Exception {
        HostPair.Streams streams = hosts.connect();
        streams.client().sendAcknowledged(bytes("old"));
        streams.client().abort();
        Eventually.ended(streams.server());
        hosts.connect(streams.client(), streams.server());
        streams.client().send(bytes("new"), SendFlag.PUSH);
        assertThat(text(streams.server().receive())).isEqualTo("new");
    }
}
