package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpParserTest {
    @ParameterizedTest
    @CsvSource({
        "-, 0x000",
        "F, 0x001",
        "S, 0x002",
        "R, 0x004",
        "P, 0x008",
        "., 0x010",
        "U, 0x020",
        "E, 0x040",
        "W, 0x080",
        "C, 0x080",
        "A, 0x100",
        "S., 0x012",
        "FP., 0x019",
        "SEW, 0x0c2",
        "SEWA, 0x1c2",
        ".EA, 0x150",
        "PU., 0x038",
        ".5, 0x150",
        ".0, 0x010",
        "P.7, 0x1d8",
        "FP.1, 0x059",
        "S2, 0x082",
        "R.P, 0x01c",
    })
    void readsFlags(String written, String bits) throws ScriptError {
        assertThat(Parsed.tcp("> " + written + " 1:1(0)").flags()).isEqualTo(new FlagSet(Integer.decode(bits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "s", ".8", ".12", "S_", "SYN", "1", "0.1", "", "S.5.5"})
    void refusesWhatAreNoFlags(String written) {
        assertThatThrownBy(() -> Parsed.tcp("> " + written + " 1:1(0) ack 1"))
                .isInstanceOfSatisfying(
                        ScriptError.class, e -> assertThat(e.expected()).contains("flags"));
    }

    @Test
    void readsAllFields() throws ScriptError {
        assertThat(Parsed.tcp("< 1234 > 80 P. 1:1001(1000) ack 4294967295 win 65535 urg 17 <nop>"))
                .isEqualTo(new TcpSpec(
                        Optional.of(new Ports(1234, 80)),
                        new FlagSet(FlagSet.PSH | FlagSet.ACK),
                        Optional.of(SequenceRange.of(1, 1000)),
                        Optional.of(Amount.of(0xffff_ffffL)),
                        Optional.of(Amount.of(65535)),
                        Optional.of(Amount.of(17)),
                        new OptionList.Listed(List.of(new TcpOption.NoOperation()))));
    }

    @Test
    void leavesEmptyWhatIsNotWritten() throws ScriptError {
        assertThat(Parsed.tcp("> S 0:0(0)"))
                .isEqualTo(new TcpSpec(
                        Optional.empty(),
                        new FlagSet(FlagSet.SYN),
                        Optional.of(SequenceRange.of(0, 0)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionList.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "0:0(0), 0, 0, false",
        "1:1461(1460), 1, 1460, false",
        "seq 1:2(1), 1, 1, false",
        "1 : 2 ( 1 ), 1, 1, false",
        "4294967294:4294967295(1), 4294967294, 1, false",
        "2147483647:2147549182(65535), 2147483647, 65535, false",
        "7:9(2)!, 7, 2, true",
        "...(1000), , 1000, false",
    })
    void readsPlacesInTheStream(String written, @Nullable Long start, int length, boolean absolute) throws ScriptError {
        OptionalLong first = start == null ? OptionalLong.empty() : OptionalLong.of(start);
        assertThat(Parsed.tcp("> . " + written + " ack 1").sequence())
                .contains(new SequenceRange(first, length, absolute));
    }

    @ParameterizedTest
    @ValueSource(strings = {"* > . ... ack * win *", "* > . * ack ... win ... <...>"})
    void leavesOpenWhatIsLeftOpen(String written) throws ScriptError {
        TcpSpec tcp = (TcpSpec)
                ((Action.Packet) Parsed.event(written).action()).packet().payload();
        assertThat(tcp.sequence()).isEmpty();
        assertThat(tcp.acknowledgment()).contains(Amount.ANY);
        assertThat(tcp.window()).contains(Amount.ANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:2(0) ack 1",
                "2:1(1) ack 1",
                "4294967295:4294967296(1) ack 1",
                "1:65537(65536) ack 1",
                "-1:0(1) ack 1",
                "1:1 ack 1",
                "1 ack 1",
                "1:1(0) ack 4294967296",
                "1:1(0) ack",
                "1:1(0) ack 1 win 65536",
                "1:1(0) ack 1 urg 65536",
                "1:1(0) win 1 ack 1",
                "99999999999999999999:1(0)",
                "0x1:0x1(0)",
            })
    void refusesNumbersThatDoNotFit(String written) {
        assertThatThrownBy(() -> Parsed.tcp("> . " + written)).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "...",
                ". ... ack 1",
                ". ...(1) ack 1",
                ". * ack 1",
                ". 1:1(0) ack *",
                ". 1:1(0) ack 1 win *",
                ". 1:1(0) ack 1 <...>",
                ". 1:1(0) ack 1 <mss *>",
                ". 1:1(0) ack 1 <TS val * ecr 1>",
            })
    void leavesNothingOpenInAPacketThatComesIn(String written) throws ScriptError {
        assertThat(Parsed.packet("> " + written).direction()).isEqualTo(Direction.OUTBOUND);
        assertThatThrownBy(() -> Parsed.packet("< " + written)).isInstanceOf(ScriptError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536 > 1 . 1:1(0)", "1 > 65536 . 1:1(0)", "1 > . 1:1(0)"})
    void refusesPortsThatAreNone(String written) {
        assertThatThrownBy(() -> Parsed.packet("< " + written)).isInstanceOf(ScriptError.class);
    }
}
