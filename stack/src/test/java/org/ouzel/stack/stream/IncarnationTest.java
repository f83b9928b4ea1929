package org.ouzel.stack.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ouzel.CloseReason;
import org.ouzel.StreamEndedException;
import org.ouzel.TcpCallException;
import org.ouzel.stack.stream.Incarnation.Progress;

/** What calls learn of the connection that they began on. */
class IncarnationTest {
    private final Incarnation incarnation = new Incarnation(Progress.PENDING);

    private void end(CloseReason why) {
        incarnation.ended(Optional.of(why), () -> new ConnectException("failed"), 7);
    }

    @Test
    void makesTheFailureOfAnOpenAnewForEachCall() {
        end(new CloseReason.Refused());
        assertThat(incarnation.progress()).isEqualTo(Progress.FAILED);
        IOException first = incarnation.failure().orElseThrow();
        assertThat(first).isInstanceOf(ConnectException.class);
        assertThat(incarnation.failure()).get().isNotSameAs(first);
    }

    @Test
    void hasNoFailureOfAnOpenThatWentWell() {
        incarnation.opened();
        end(new CloseReason.RemoteAbort());
        assertThat(incarnation.progress()).isEqualTo(Progress.OPENED);
        assertThat(incarnation.failure()).isEmpty();
    }

    @Test
    void failsAnOpenWithoutAConnectionAndBreaksNothing() {
        incarnation.ended(Optional.empty(), () -> new ConnectException("failed"), 0);
        assertThat(incarnation.failure()).isPresent();
        assertThatCode(incarnation::requireNotBroken).doesNotThrowAnyException();
    }

    @Test
    void isBrokenByAnyEndThatIsNotGraceful() {
        incarnation.opened();
        assertThatCode(incarnation::requireNotBroken).doesNotThrowAnyException();
        end(new CloseReason.Graceful());
        assertThatCode(incarnation::requireNotBroken).doesNotThrowAnyException();
        end(new CloseReason.RemoteAbort());
        assertThatThrownBy(incarnation::requireNotBroken).isInstanceOfSatisfying(StreamEndedException.class, ended -> {
            assertThat(ended.reason()).isEqualTo(new CloseReason.RemoteAbort());
            assertThat(ended.bytesAcknowledged()).isEqualTo(7);
        });
    }

    @Test
    void letsNoCallGoOverToAnotherConnection() {
        incarnation.opened();
        assertThatCode(incarnation::requireCurrent).doesNotThrowAnyException();
        incarnation.replace();
        assertThatThrownBy(incarnation::requireCurrent).isInstanceOf(TcpCallException.class);
        end(new CloseReason.LocalAbort());
        assertThatThrownBy(incarnation::requireCurrent).isInstanceOf(StreamEndedException.class);
    }
}
