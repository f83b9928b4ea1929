package org.ouzel.drill.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code SO_TIMESTAMPING}, read from the error queue. */
class TimestampsTest {
    private final TwoMachines machines = TwoMachines.connected();
    private final TwoMachines.Host client = machines.client;
    private final int left = machines.left;

    private static final int ALL = Timestamps.TX_SCHED | Timestamps.TX_SOFTWARE | Timestamps.TX_ACK;

    private record Stamp(long kind, long key, long atMs, int flags) {}

    private Stamp next() {
        Answer.Result result = (Answer.Result) client.call(new Call.Recvmsg(left, List.of(0), 100, Abi.MSG_ERRQUEUE));
        Output.Message message = (Output.Message) result.output();
        ControlMessage.Timestamping when =
                (ControlMessage.Timestamping) message.controls().get(0);
        ControlMessage.ExtendedError what =
                (ControlMessage.ExtendedError) message.controls().get(1);
        assertThat(what.origin()).isEqualTo(Abi.SO_EE_ORIGIN_TIMESTAMPING);
        return new Stamp(what.info(), what.data(), when.softwareNs() / TwoMachines.MS, message.flags());
    }

    private void ask(int flags) {
        client.set(left, Abi.SOL_SOCKET, Abi.SO_TIMESTAMPING, flags);
    }

    @Test
    void tellsWhenTheLastByteOfAWriteLeftAndWasAcknowledged() {
        client.ok(new Call.Write(left, Call.zeros(10)));
        machines.pass(100);
        ask(ALL | Timestamps.SOFTWARE | Timestamps.OPT_ID | Timestamps.OPT_TSONLY);
        long begun = machines.now / TwoMachines.MS;
        client.ok(new Call.Write(left, Call.zeros(19 * 1448)));
        assertThat(client.errno(new Call.Recvmsg(left, List.of(0), 100, Abi.MSG_ERRQUEUE)))
                .as("half of it has not left")
                .isEqualTo(Errno.EAGAIN);
        machines.pass(100);
        assertThat(client.poll(left, 0)).isEqualTo(Abi.POLLERR);
        long key = 19 * 1448 - 1;
        assertThat(next()).isEqualTo(new Stamp(1, key, begun + 10, Abi.MSG_ERRQUEUE));
        assertThat(next()).isEqualTo(new Stamp(0, key, begun + 10, Abi.MSG_ERRQUEUE));
        assertThat(next()).isEqualTo(new Stamp(2, key, begun + 20, Abi.MSG_ERRQUEUE));
        assertThat(client.poll(left, 0)).isZero();
    }

    @Test
    void tellsOnlyOfWhatIsAskedFor() {
        ask(Timestamps.TX_ACK | Timestamps.SOFTWARE);
        client.ok(new Call.Write(left, Call.zeros(10)));
        machines.pass(100);
        assertThat(next().kind()).isEqualTo(2);
        assertThat(client.poll(left, 0)).isZero();
        ask(0);
        client.ok(new Call.Write(left, Call.zeros(10)));
        machines.pass(100);
        assertThat(client.poll(left, 0)).isZero();
        assertThat(client.call(
                        new Call.SetSockOpt(left, Abi.SOL_SOCKET, Abi.SO_TIMESTAMPING, new OptionValue.Numeric(8), 4)))
                .as("of what comes")
                .isInstanceOf(Answer.Unsupported.class);
    }
}
