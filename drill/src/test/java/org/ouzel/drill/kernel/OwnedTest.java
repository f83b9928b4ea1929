package org.ouzel.drill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.EpollEvent;
import org.ouzel.drill.posix.Errno;
import org.ouzel.drill.posix.OptionValue;
import org.ouzel.drill.posix.PollEntry;

/** A script has made 7, and 8 is the program's. */
class OwnedTest {
    private static final int OURS = 7;
    private static final int STRANGE = 8;

    private final Owned owned = new Owned();

    @BeforeEach
    void makeOne() {
        owned.onEnd(new Call.Socket(2, 1, 0), Answer.Result.of(OURS));
    }

    static List<Call> callsOnStrangers() {
        return List.of(
                new Call.Bind(STRANGE, Address.UNSPECIFIED),
                new Call.Listen(STRANGE, 1),
                new Call.Accept(STRANGE, 0),
                new Call.Connect(STRANGE, Address.UNSPECIFIED),
                new Call.Read(STRANGE, 1),
                new Call.Readv(STRANGE, List.of(1)),
                new Call.Write(STRANGE, Call.zeros(1)),
                new Call.Writev(STRANGE, List.of()),
                new Call.Send(STRANGE, Call.zeros(1), 0, Optional.empty()),
                new Call.Sendmsg(STRANGE, Optional.empty(), List.of(), List.of(), 0),
                new Call.Recv(STRANGE, 1, 0),
                new Call.Recvmsg(STRANGE, List.of(), 0, 0),
                new Call.Shutdown(STRANGE, 0),
                new Call.Close(STRANGE),
                new Call.Fcntl(STRANGE, 3, 0),
                new Call.Ioctl(STRANGE, 0),
                new Call.EpollCtl(STRANGE, 1, OURS, new EpollEvent(1, 1)),
                new Call.EpollCtl(OURS, 1, STRANGE, new EpollEvent(1, 1)),
                new Call.EpollWait(STRANGE, 1, 0),
                new Call.SetSockOpt(STRANGE, 1, 1, new OptionValue.Numeric(1), 4),
                new Call.GetSockOpt(STRANGE, 1, 1, 4),
                new Call.GetSockName(STRANGE),
                new Call.GetPeerName(STRANGE));
    }

    @ParameterizedTest
    @MethodSource("callsOnStrangers")
    void hasNoCallOnWhatIsStrange(Call call) {
        assertThat(owned.has(call)).isFalse();
    }

    @Test
    void hasCallsOnWhatWasMade() {
        assertThat(owned.has(new Call.Read(OURS, 1))).isTrue();
        assertThat(owned.has(new Call.EpollCtl(OURS, 1, OURS, new EpollEvent(1, 1))))
                .isTrue();
        assertThat(owned.has(new Call.Socket(2, 1, 0))).isTrue();
    }

    @Test
    void whatIsClosedIsStrangeBeforeTheKernelIsAsked() {
        owned.onBegin(new Call.Close(OURS));

        assertThat(owned.has(new Call.Read(OURS, 1))).isFalse();
        assertThat(owned.all()).isEmpty();
    }

    @Test
    void whatFailedHasMadeNothing() {
        owned.onEnd(new Call.Accept(OURS, 0), Answer.Result.failure(Errno.EAGAIN));
        owned.onEnd(new Call.Read(OURS, 100), Answer.Result.of(9));

        assertThat(owned.all()).containsExactly(OURS);
    }

    @Test
    void anAcceptAndASetOfDescriptorsMakeOne() {
        owned.onEnd(new Call.Accept(OURS, 0), Answer.Result.of(10));
        owned.onEnd(new Call.EpollCreate(0), Answer.Result.of(11));

        assertThat(owned.all()).containsExactlyInAnyOrder(OURS, 10, 11);
    }

    @Test
    void inAPollStrangeDescriptorsAreNobodys() {
        Call.Poll asked = new Call.Poll(
                List.of(new PollEntry(OURS, 1, 0), new PollEntry(STRANGE, 4, 0), new PollEntry(-1, 1, 0)), 5);

        assertThat(owned.has(asked)).isTrue();
        assertThat(owned.seen(asked))
                .isEqualTo(new Call.Poll(
                        List.of(
                                new PollEntry(OURS, 1, 0),
                                new PollEntry(Integer.MAX_VALUE, 4, 0),
                                new PollEntry(-1, 1, 0)),
                        5));
    }
}
