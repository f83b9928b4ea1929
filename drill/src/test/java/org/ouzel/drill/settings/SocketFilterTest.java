package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.Address;

class SocketFilterTest {
    private static final IpAddress OURS = IpAddress.parse("192.0.2.1");
    private static final IpAddress THEIRS = IpAddress.parse("198.51.100.1");

    private final SocketTables tables = new SocketTables(connections(), List.of(Address.of(OURS, 8080)));

    private static SortedMap<FourTuple, State> connections() {
        SortedMap<FourTuple, State> all = new TreeMap<>(Comparator.comparingInt(FourTuple::remotePort));
        all.put(new FourTuple(OURS, 8080, THEIRS, 1001), State.ESTABLISHED);
        all.put(new FourTuple(OURS, 9090, THEIRS, 1002), State.FIN_WAIT_2);
        all.put(new FourTuple(OURS, 8080, THEIRS, 1003), State.TIME_WAIT);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "-tn, 2",
        "-tan, 4",
        "-tn state established, 1",
        "-tn state time-wait, 1",
        "-tn state listening, 1",
        "-tn state all, 4",
        "-tn state connected, 3",
        "-tn state syn-sent, 0",
        "-tn sport = :8080, 1",
        "-tan ( sport = :8080 ), 3",
        "-tan dport = :1002, 1",
        "-tan sport eq :8080 and dport == :1003, 1",
        "-tn state time-wait sport = :8080, 1",
        "-tn state time-wait sport = :9090, 0"
    })
    void onlyWhatIsAskedForIsListed(String words, int lines) throws CommandNotUnderstood {
        assertThat(tables.ss(List.of(words.split(" "))).output().lines()).hasSize(lines);
    }

    @ParameterizedTest
    @CsvSource({
        "state established, 192.0.2.1:8080 198.51.100.1:1001",
        "dport = :1002, FIN-WAIT-2 192.0.2.1:9090 198.51.100.1:1002"
    })
    void aSingleStateIsNotToldOfEach(String words, String line) throws CommandNotUnderstood {
        assertThat(tables.ss(List.of(words.split(" "))).output()).isEqualTo(line + "\n");
    }
}
