package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {
    private static final int SCRIPTS = 3000;

    @Test
    void isReadAsTheTreeThatWasWritten() throws ScriptError {
        long first = System.nanoTime();
        for (long seed = first; seed < first + SCRIPTS; seed++) {
            Script script = new RandomScripts(
                            RandomGeneratorFactory.of("L64X128MixRandom").create(seed))
                    .script();
            String text = Notation.of(script);
            Script again = new ScriptParser().parse(script.file(), text);
            assertThat(Notation.of(again)).as("seed %d", seed).isEqualTo(text);
            assertThat(again)
                    .as("seed %d:%n%s", seed, text)
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Position.class)
                    .ignoringFieldsMatchingRegexes(".*\\.source")
                    .isEqualTo(script);
        }
    }

    /** What is written again as it was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 < S 0:0(0) win 32792 <mss 1460,sackOK,nop,nop,nop,wscale 7>",
                "+0.1~+0.2 > SW. 0:0(0) ack 1 <...>",
                "* > . 1:1(0) ack * <TS val * ecr 100!,sack 1:2 3:4>",
                "0.1 > [ect0] 1 > 2 PUE. 1:1001(1000) ack 1 urg 17 <nop,exp-option 0xf989 01ff>",
                "+0 > - ...(5)",
                "+0 > ipv4 192.0.2.1 > 192.0.2.2: gre flags 0x2000, key 7: (tos 0x10, ttl 64) udp (9)",
                "+0 < icmp unreachable frag_needed mtu 1200 [1:1001(1000)]",
                "+0...1.5 read(4, \"a\\n\"..., 10) = -1 EAGAIN (Resource temporarily unavailable)",
                "+0 `true`",
                "+0 %{ assert True }%",
            })
    void looksAsPeopleWriteIt(String written) throws ScriptError {
        assertThat(Notation.of(Parsed.event(written))).isEqualTo(written);
    }
}
