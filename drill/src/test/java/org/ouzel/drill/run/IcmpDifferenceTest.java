package org.ouzel.drill.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.drill.script.Amount;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.IcmpSpec;
import org.ouzel.drill.script.OptionList;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.ScriptOptions;
import org.ouzel.drill.script.SequenceRange;
import org.ouzel.drill.script.TcpOption;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.Icmp;
import org.ouzel.drill.wire.Ip;
import org.ouzel.drill.wire.Packet;

/** Messages about segments, which the host in virtual time does not send. */
class IcmpDifferenceTest {
    private static final int UNREACHABLE = 3;
    private static final int V4_HEADER = 20;
    private static final long ISN = 0xffff_ff00L;

    private final Network network = network();
    private final Flows flows = new Flows(network);
    private final IcmpDifference difference = new IcmpDifference(flows);

    private static Network network() {
        try {
            return Network.of(ScriptOptions.NONE);
        } catch (BadOption bad) {
            throw new AssertionError(bad);
        }
    }

    private MemorySegment came(int flags, long start, int length) throws Exception {
        TcpSpec spec = new TcpSpec(
                Optional.of(new Ports(5000, 8080)),
                new FlagSet(flags),
                Optional.of(SequenceRange.of(start, length)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new OptionList.Listed(List.of(
                        new TcpOption.Timestamps(Amount.of(1), new Amount.Exactly(0), true),
                        new TcpOption.NoOperation(),
                        new TcpOption.NoOperation())));
        Ip ip = new Ip(network.remote(), network.local(), 0, Ip.USUAL_TIME_TO_LIVE, 0);
        return new Packet(ip, flows.ofInbound(spec).inbound(spec)).write();
    }

    private Optional<String> problem(SequenceRange written, MemorySegment quoted) {
        IcmpSpec spec = new IcmpSpec(
                IcmpSpec.Protocol.ICMP,
                "unreachable",
                Optional.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                Optional.of(new IcmpSpec.Echoed.Tcp(written)));
        return difference.problem(spec, new Icmp(UNREACHABLE, 0, 0, quoted), 4);
    }

    /** Where only eight bytes of a segment are quoted, its options cannot be told from its data: there are twelve bytes of them. */
    @ParameterizedTest
    @CsvSource({"1, 1000, 60, 1, 1000", "1, 1000, 28, 1, 1012", "300, 0, 60, 300, 0", "4294967295, 5, 60, 4294967295, 5"
    })
    void aSegmentIsQuotedInTheScriptsNumbers(long start, int length, int bytes, long quotedStart, int quotedLength)
            throws Exception {
        came(FlagSet.SYN, ISN, 0);
        MemorySegment quoted = came(FlagSet.ACK, start, length);
        MemorySegment cut = quoted.asSlice(0, Math.min(bytes, quoted.byteSize()));

        assertThat(problem(SequenceRange.of(quotedStart, quotedLength), cut)).isEmpty();
        assertThat(problem(new SequenceRange(OptionalLong.empty(), quotedLength, false), cut))
                .isEmpty();
        String range = quotedStart + ":" + (quotedStart + quotedLength) + "(" + quotedLength + ")";
        assertThat(problem(SequenceRange.of(quotedStart + 1, quotedLength), cut))
                .contains("it quotes " + range);
        assertThat(problem(SequenceRange.of(quotedStart, quotedLength + 1), cut))
                .contains("it quotes " + range);
        assertThat(problem(new SequenceRange(OptionalLong.of(ISN + start & 0xffff_ffffL), quotedLength, true), cut))
                .isEmpty();
    }

    @Test
    void aSynIsQuotedWithItsOwnNumber() throws Exception {
        MemorySegment syn = came(FlagSet.SYN, ISN, 0);

        assertThat(problem(SequenceRange.of(ISN, 0), syn)).isEmpty();
        assertThat(problem(SequenceRange.of(0, 0), syn)).contains("it quotes " + ISN + ":" + ISN + "(0)");
        assertThat(problem(SequenceRange.of(ISN, 0), syn.asSlice(0, V4_HEADER + 4)))
                .contains("it quotes no segment");
    }
}
