package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpOptionParserTest {
    private static final String DIGEST = "00112233445566778899aabbccddeeff";

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("nop", new TcpOption.NoOperation()),
                Arguments.of("eol", new TcpOption.EndOfList()),
                Arguments.of("mss 1460", new TcpOption.MaximumSegmentSize(Amount.of(1460))),
                Arguments.of("mss *", new TcpOption.MaximumSegmentSize(Amount.ANY)),
                Arguments.of("wscale 14", new TcpOption.WindowScale(Amount.of(14))),
                Arguments.of("sackOK", new TcpOption.SackPermitted()),
                Arguments.of("sack 1:2", sack(new TcpOption.Block(1, 2))),
                Arguments.of(
                        "sack 1:2 4294967295:0", sack(new TcpOption.Block(1, 2), new TcpOption.Block(0xffff_ffffL, 0))),
                Arguments.of("TS val 100 ecr 0", stamps(Amount.of(100), Amount.of(0), false)),
                Arguments.of("TS val * ecr 7", stamps(Amount.ANY, Amount.of(7), false)),
                Arguments.of("TS val ... ecr 7!", stamps(Amount.ANY, Amount.of(7), true)),
                Arguments.of("TS val 100 ecr *", stamps(Amount.of(100), Amount.ANY, false)),
                Arguments.of("FO", new TcpOption.FastOpen(Hex.EMPTY, false)),
                Arguments.of("FO 0123456789ABCDEF", new TcpOption.FastOpen(new Hex("0123456789abcdef"), false)),
                Arguments.of("FO=abcd1234", new TcpOption.FastOpen(new Hex("abcd1234"), false)),
                Arguments.of("FO 1234567890123456", new TcpOption.FastOpen(new Hex("1234567890123456"), false)),
                Arguments.of("FOEXP", new TcpOption.FastOpen(Hex.EMPTY, true)),
                Arguments.of("FOEXP abcd", new TcpOption.FastOpen(new Hex("abcd"), true)),
                Arguments.of("exp-FO abcd", new TcpOption.FastOpen(new Hex("abcd"), true)),
                Arguments.of("md5 " + DIGEST, new TcpOption.Md5(Optional.of(new Hex(DIGEST)))),
                Arguments.of("md5 none", new TcpOption.Md5(Optional.empty())),
                Arguments.of("ECN e0b 1 ceb 0 e1b 3", accurate(0, false, 1, 0, 3)),
                Arguments.of("ECN e1b 1 ceb 0 e0b 3", accurate(1, false, 1, 0, 3)),
                Arguments.of("AccECN e0b 16777215", accurate(0, false, 0xffffff)),
                Arguments.of("ECN0", accurate(0, false)),
                Arguments.of("AccECN1 ee1b 1 eceb 2", accurate(1, false, 1, 2)),
                Arguments.of("exp-AccECN0 ee0b 5", accurate(0, true, 5)),
                Arguments.of("exp-option 0xf989 0123", new TcpOption.Experimental(0xf989, new Hex("0123"))),
                Arguments.of("exp-option 0xf989", new TcpOption.Experimental(0xf989, Hex.EMPTY)),
                Arguments.of("exp-tarr 1", new TcpOption.Experimental(0xac, new Hex("0020"))),
                Arguments.of("exp-tarr", new TcpOption.Experimental(0xac, Hex.EMPTY)),
                Arguments.of("kind 253 00ff", new TcpOption.Generic(253, new Hex("00ff"))),
                Arguments.of("unknown 0xfd", new TcpOption.Generic(253, Hex.EMPTY)),
                Arguments.of("mpcapable v1 flags[flag_h] nokey", multipath("mpcapable v1 flags[flag_h] nokey")),
                Arguments.of("mp_join_syn  address_id=0", multipath("mp_join_syn address_id=0")),
                Arguments.of("dss dack8=1 dsn8=(a, b) nocs", multipath("dss dack8=1 dsn8=(a, b) nocs")),
                Arguments.of("add_address addr[saddr0] hmac=auto", multipath("add_address addr[saddr0] hmac=auto")));
    }

    private static TcpOption sack(TcpOption.Block... blocks) {
        return new TcpOption.Sack(List.of(blocks));
    }

    private static TcpOption stamps(Amount value, Amount echo, boolean absolute) {
        return new TcpOption.Timestamps(value, echo, absolute);
    }

    private static TcpOption accurate(int order, boolean experimental, int... counters) {
        List<Amount> amounts = Arrays.stream(counters).mapToObj(Amount::of).toList();
        return new TcpOption.AccurateEcn(order, amounts, experimental);
    }

    private static TcpOption multipath(String text) {
        return new TcpOption.Multipath(text);
    }

    private static OptionList parsed(String written) throws ScriptError {
        return Parsed.tcp("> . 1:1(0) ack 1 <" + written + ">").options();
    }

    @ParameterizedTest
    @MethodSource("options")
    void readsOptions(String written, TcpOption option) throws ScriptError {
        assertThat(parsed(written)).isEqualTo(new OptionList.Listed(List.of(option)));
        assertThat(parsed("nop," + written + " , nop"))
                .isEqualTo(new OptionList.Listed(
                        List.of(new TcpOption.NoOperation(), option, new TcpOption.NoOperation())));
    }

    @Test
    void knowsOptionsThatAreNotToBeChecked() throws ScriptError {
        assertThat(parsed("...")).isEqualTo(new OptionList.Unchecked());
        assertThat(Parsed.tcp("> . 1:1(0) ack 1").options()).isEqualTo(OptionList.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nop,",
                "nop nop",
                "mss",
                "mss 65536",
                "mss -1",
                "wscale 256",
                "sack",
                "sack 1",
                "sack 1:2 3:4 5:6 7:8 9:10",
                "TS",
                "TS val 1",
                "TS val 4294967296 ecr 0",
                "FO 123",
                "FO xy",
                "FO 0000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "md5 zz",
                "ECN",
                "ECN ceb 1",
                "ECN e0b 16777216",
                "ECN e0b 1 e1b 1",
                "exp",
                "exp-what",
                "exp-option 65536",
                "exp-tarr 2048",
                "kind 256",
                "what",
                "1460",
                "mp_capable",
            })
    void refusesWhatIsNoOption(String written) {
        boolean open = written.equals("mp_capable");
        assertThatThrownBy(() -> Parsed.tcp("> . 1:1(0) ack 1 <" + written + (open ? "" : ">")))
                .isInstanceOf(ScriptError.class);
    }
}
