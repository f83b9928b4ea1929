package org.ouzel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the arguments may be, and what is said of those that are not. */
class UsageTest {
    private static final String ENGINE = " --engine tun:o0 --address 198.18.0.2/24 ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                          | Missing required subcommand
            nosuch                                                      | 'nosuch'
            demo --size none                                            | "none" is no size
            demo --size 0                                               | "0" is no size
            demo --size 9999999999G                                     | is no size
            demo --loss 101                                             | loss is no probability
            demo --loss -1                                              | loss is no probability
            demo --delay -1                                             | delay out of range
            demo more                                                   | 'more'
            get http://198.18.0.1/ --engine tun:o0                      | needs an --address
            get --address 198.18.0.2/24 http://h/                       | --capture are for --engine tun:NAME
            get --address 198.18.0.2/24 --engine kernel http://h/       | --capture are for --engine tun:NAME
            get --engine kernel --mtu 1400 http://h/                    | --capture are for --engine tun:NAME
            get --engine stack http://h/                                | "stack" is no engine: write it as kernel or tun:NAME
            get --address 198.18.0.2/24 --engine tun: http://h/         | device name ""
            get --address 198.18.0.2/24 --engine tun:a/b http://h/      | device name "a/b"
            get --engine tun:o0 --address 198.18.0.2 http://h/          | no prefix length
            get --engine tun:o0 --address 198.18.0.256/24 http://h/     | 198.18.0.256
            get --engine tun:o0 --address 198.18.0.2/33 http://h/       | prefix length 33
            get --host-address 2001:db8::1 ENGINE http://h/             | needs an --address of its family
            get --host-address here ENGINE http://h/                    | "here" is no address
            get --mtu 67 ENGINE http://h/                               | MTU 67
            get --queues 2 http://h/                                    | --queues, --busy-poll and --capture are for --engine tun:NAME
            get --busy-poll 50us http://h/                              | --busy-poll and --capture are for --engine tun:NAME
            get --busy-poll 50 ENGINE http://h/                         | "50" is no time
            get --busy-poll 11ms ENGINE http://h/                       | busy poll out of range: PT0.011S
            get --queues 0 ENGINE http://h/                             | 0 queues: must be 1 to 256
            get --queues 257 ENGINE http://h/                           | 257 queues: must be 1 to 256
            get --queues 2 --capture f ENGINE http://h/                 | --capture writes what goes by one queue, not by --queues 2
            get ENGINE https://198.18.0.1/                              | only http:// URLs
            get ENGINE 198.18.0.1                                       | only http:// URLs
            get ENGINE http:///file                                     | names no host
            get ENGINE                                                  | URL
            connect ENGINE 198.18.0.1                                   | PORT
            connect ENGINE 198.18.0.1 http                              | "http" is no port
            listen ENGINE 65536                                         | "65536" is no port
            serve ENGINE --requests -1 .                                | --requests is negative
            bench fast                                                  | "fast" is no suite
            drill                                                       | Missing: FILE
            drill --profile none a.pkt                                  | no profile "none"
            drill --set psh a.pkt                                       | it is written name=value
            drill --set psh=maybe a.pkt                                 | it is compare, ignore
            drill --tolerance some a.pkt                                | "some" is no tolerance
            drill --tolerance 4m a.pkt                                  | "4m" is no tolerance
            drill --target moon a.pkt                                   | 'moon'
            drill --jobs 0 a.pkt                                        | number of jobs out of range
            drill record                                                | CAPTURE
            drill record --host here a.pcapng                           | "here" is no address
            sim --seeds 0                                               | number of seeds out of range: 0
            sim --seeds many                                            | 'many'
            sim --seeds 9 --first-seed 9223372036854775800              | beyond the last
            sim --minutes 0                                             | time out of range
            sim --minutes -1                                            | --minutes is out of range
            sim --minutes 1 --seeds 1                                   | not both
            sim --jobs 0                                                | number of jobs out of range
            sim --shard 4                                               | "4" is no shard: write it as 0/4
            sim --shard a/b                                             | "a/b" is no shard
            sim --shard 4/4                                             | no shard 4 of 4
            sim --shards 4                                              | JOB_COMPLETION_INDEX
            sim --shard 0/4 --shards 4                                  | not both
            sim --seed 7 --seeds 2                                      | --seed is one seed
            """)
    void refusesInOneLineWithStatusTwo(String arguments, String message) {
        TestConsole console = new TestConsole();

        int status = console.run(
                arguments.isBlank()
                        ? new String[0]
                        : arguments.replace("ENGINE", ENGINE).strip().split(" +"));

        assertThat(console.errLines()).singleElement().asString().contains(message);
        assertThat(console.out()).isEmpty();
        assertThat(status).isEqualTo(ExitStatus.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "listen", "connect", "serve", "get", "sim", "drill", "bench"})
    void everyCommandHelps(String command) {
        TestConsole console = new TestConsole();

        assertThat(console.run(command, "--help")).isEqualTo(ExitStatus.OK);
        assertThat(console.out()).contains("Usage: ouzel " + command, "Figures of --json:", "Exit status:");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        TestConsole console = new TestConsole();

        assertThat(console.run("--version")).isEqualTo(ExitStatus.OK);
        assertThat(console.out()).startsWith("ouzel ");
    }

    @Test
    void reportsAFailureInOneLineAndAsAnObject() {
        TestConsole console = new TestConsole();

        int status =
                console.run("connect", "--json", "--engine", "tun:o0", "--address", "198.18.0.2/24", "[here]", "7");

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(console.errLines()).isEqualTo(List.of("ouzel connect: unknown host: [here]"));
        assertThat(console.lastLine()).isEqualTo("{\"command\":\"connect\",\"ok\":false,\"figures\":{}}");
    }

    @Test
    void showsWhereAnErrorCameFromIfAsked() {
        TestConsole console = new TestConsole();

        int status =
                console.run("connect", "--debug", "--engine", "tun:o0", "--address", "198.18.0.2/24", "[here]", "7");

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(console.err()).contains("UnknownHostException", "\tat ");
    }
}
