package org.ouzel.drill.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a script is, it is read, or it is an error that says where and what was expected. */
class BrokenScriptsTest {
    private static final int MUTANTS = 10_000;

    private static final List<String> SCRIPTS = List.of("""
            --tolerance_usecs=10000
            --define=FD=4
            `ip route add 192.0.2.0/24 dev tun0`
            // A server that echoes.
            0   socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
            +0  setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
            +0  bind(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.0.2.1")}, ...) = 0
            +0  listen(3, 1) = 0 /* one
                at a time */
            #ifdef ECN
            +.1 < SEWA 0:0(0) win 32792 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>
            #else
            +.1 < S 0:0(0) win 32792 <mss 1460,nop,wscale 7>
            #endif
            +0~+.01 > S. 0:0(0) ack 1 <...>
            +.1 < . 1:1(0) ack 1 win 257
            +0...0.200 accept(3, ..., ...) = FD
            +.1 < [ect0] P. 1:1001(1000) ack 1 win 257 urg 17
            *   > . 1:1(0) ack 1001 <nop,nop,sack 2001:3001 4001:5001>
            +0  read(FD, "ab\\n\\x00"..., 1000) = -1 EAGAIN (Resource temporarily unavailable)
            +0  %{ assert tcpi_cwnd == 10, tcpi_cwnd }%
            +0  `sysctl -q net.ipv4.tcp_ecn=1`
            """, """
            --ip_version=ipv6
            0 < (flowlabel 0x12345, ttl 64) 1234 > 80 F.5 1:1(0) ack 1 win 10 <FO abcd1234,md5 00ff>
            0.5~0.6 > ipv6 [ce] 2001:db8::1 > fd00::2: gre flags 0x2000, key 7: mpls (label 16, tc 0, [S], ttl 9): udp (9)
            1 < icmp unreachable frag_needed mtu 1200 [1:1001(1000)]
            1 < icmpv6 packet_too_big mtu 1280 [udp (1000)]
            2 < sctp: INIT[flgs=0, tag=1, a_rwnd=1500, os=1, is=1, tsn=0]
            +0 > . ...(1000) ack * <ECN e1b 1 ceb 0 e0b 1,dss dack8=1 nocs,kind 253 0011>
            +0 sendmsg(4, {msg_name(...)=..., msg_iov(2)=[{..., 5}, {"ab" "cd", 4}], msg_flags=0}, MSG_OOB|0x4) = 9
            +0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLIN}], 1, 0) = 1 ()
            +0 setsockopt(4, SOL_TCP, X, {(label 1, tc 2, ttl 3)}, &[{a=*}]) = ...
            `rm -f /tmp/x`
            """);

    /** Reads a script, and sees to it that an error is a good one. */
    private static void read(String text, String why) {
        try {
            Notation.of(new ScriptParser().parse("broken.pkt", text));
        } catch (ScriptError error) {
            List<String> lines = List.of(text.split("\n", -1));
            assertThat(error.position().line()).as(why).isBetween(1, lines.size());
            String line = lines.get(error.position().line() - 1);
            assertThat(error.position().column()).as(why).isBetween(1, line.length() + 1);
            assertThat(error.expected()).as(why).isNotBlank();
            assertThat(error.found()).as(why).isNotBlank();
        } catch (RuntimeException | StackOverflowError failure) {
            throw new AssertionError(why + " in " + text, failure);
        }
    }

    @Test
    void theWholeOnesAreRead() throws ScriptError {
        for (String script : SCRIPTS) {
            assertThat(new ScriptParser().parse("whole.pkt", script).events()).hasSizeGreaterThan(8);
        }
    }

    @Test
    void endAnywhere() {
        for (String script : SCRIPTS) {
            for (int length = 0; length <= script.length(); length++) {
                read(script.substring(0, length), "the first " + length + " characters");
                read(script.substring(length), "without the first " + length + " characters");
            }
        }
    }

    @Test
    void areBrokenAtRandom() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + MUTANTS; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            String text = random.nextInt(3) == 0
                    ? Notation.of(new RandomScripts(random).script())
                    : SCRIPTS.get(random.nextInt(SCRIPTS.size()));
            for (int times = random.nextInt(1, 5); times > 0; times--) {
                text = mutated(text, random);
            }
            read(text, "seed " + seed);
        }
    }

    @Test
    void areNothingAtAll() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + MUTANTS / 10; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append((char) (random.nextInt(10) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
            }
            read(text.toString(), "seed " + seed);
        }
    }

    /** Nothing takes longer than what it is long. */
    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                ":",
                "a:",
                "1.",
                "1:",
                "::1 ",
                "0 `a` ",
                "\"",
                "`a`",
                "0 f() = 0 ",
                "\n",
                "#\n",
                "#",
                "/*",
                "//",
                "%{ ",
                "}%",
                "(",
                "[",
                "0 < sctp ( ",
                "0 > . ...\n",
                "A|",
                "\"\" ",
                "--a",
                "--a=1 ",
                "-",
                ".",
                "~",
                "0",
                "f",
                "F ",
                "\\"
            })
    void areLong(String part) {
        for (String before :
                List.of("", "0 ", "0 f(", "0 f(\"", "%{a", "0 < icmp unreachable [", "0 > . 1:1(0) <dss ")) {
            String text = before + part.repeat(SourceText.LONGEST / 4 / part.length());
            try {
                new ScriptParser().parse("long.pkt", text);
            } catch (ScriptError error) {
                assertThat(error.expected()).isNotBlank();
            }
        }
    }

    private static String mutated(String text, RandomGenerator random) {
        if (text.isEmpty()) {
            return text;
        }
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(1, 20));
        String before = text.substring(0, from);
        return switch (random.nextInt(6)) {
            case 0 -> before + (char) (text.charAt(from) ^ 1 << random.nextInt(8)) + text.substring(from + 1);
            case 1 -> before + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(from);
            case 3 -> before;
            case 4 -> swapped(text, random);
            default -> before + "()[]{}<>\"`%#/*.,:=|&~+-0\n".charAt(random.nextInt(25)) + text.substring(from);
        };
    }

    /** Two words, or what stands between blanks, change places. */
    private static String swapped(String text, RandomGenerator random) {
        List<String> words = new ArrayList<>(List.of(text.split("(?<= )|(?= )", -1)));
        int one = random.nextInt(words.size());
        int other = random.nextInt(words.size());
        String word = words.get(one);
        words.set(one, words.get(other));
        words.set(other, word);
        return String.join("", words);
    }
}
