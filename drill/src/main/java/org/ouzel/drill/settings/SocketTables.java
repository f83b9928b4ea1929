package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.Address;

/** The programs that list sockets, each with its own words for the states: a line for each, without a heading. */
final class SocketTables {
    private static final Set<State> NOT_SHOWN_BY_SS = Set.of(State.TIME_WAIT, State.SYN_RECEIVED);

    private final SortedMap<FourTuple, State> connections;
    private final List<Address> listening;

    /** Which there are. */
    SocketTables(SortedMap<FourTuple, State> connections, List<Address> listening) {
        this.connections = connections;
        this.listening = listening;
    }

    /** What is asked for: the letters of all options, and a port. */
    private record Wanted(String letters, int port) {
        boolean has(char letter) {
            return letters.indexOf(letter) >= 0;
        }

        Wanted with(char letter) {
            return new Wanted(letters + letter, port);
        }
    }

    /** {@code ss} of Linux. */
    Outcome ss(List<String> words) throws CommandNotUnderstood {
        List<String> options =
                words.stream().takeWhile(word -> word.startsWith("-")).toList();
        SocketFilter filter = SocketFilter.of(words.subList(options.size(), words.size()));
        Wanted wanted = wanted("ss", options, "tnaHl46O", "");
        SocketTables chosen = new SocketTables(filter.connections(connections), filter.listening(listening));
        if (filter.namesStates()) {
            // As with -a; a single state is not told of each.
            return chosen.table(
                    wanted.with('a'), state -> filter.namesOneState() ? "" : linuxShort(state), true, state -> true);
        }
        return chosen.table(
                wanted,
                SocketTables::linuxShort,
                wanted.has('a') || !wanted.has('l'),
                state -> wanted.has('a') || !NOT_SHOWN_BY_SS.contains(state));
    }

    /** {@code netstat}: FreeBSD's where options have values as there, else Linux's. */
    Outcome netstat(List<String> words) throws CommandNotUnderstood {
        boolean bsd = words.contains("tcp") || words.contains("-f");
        Wanted wanted = bsd ? wanted("netstat", words, "nal46W", "pf") : wanted("netstat", words, "tnal46W", "");
        return table(wanted, bsd ? SocketTables::bsd : SocketTables::linux, true, state -> true);
    }

    /** {@code sockstat} of FreeBSD. */
    Outcome sockstat(List<String> words) throws CommandNotUnderstood {
        Wanted wanted = wanted("sockstat", words, "scnlq46LS", "Pp");
        Wanted all = wanted.has('l') || wanted.has('c') ? wanted : wanted.with('a');
        return table(all, SocketTables::bsd, !wanted.has('l') || wanted.has('c'), state -> true);
    }

    private static Wanted wanted(String program, List<String> words, String plain, String valued)
            throws CommandNotUnderstood {
        StringBuilder letters = new StringBuilder();
        int port = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.length() == 2 && valued.indexOf(word.charAt(1)) >= 0 && i + 1 < words.size()) {
                port = value(program, word, words.get(++i), port);
            } else if (word.startsWith("-") && word.chars().skip(1).allMatch(letter -> plain.indexOf(letter) >= 0)) {
                letters.append(word, 1, word.length());
            } else {
                throw new CommandNotUnderstood(program + " " + String.join(" ", words));
            }
        }
        return new Wanted(letters.toString(), port);
    }

    private static int value(String program, String option, String value, int port) throws CommandNotUnderstood {
        if (program.equals("sockstat") && option.equals("-p") && value.matches("\\d{1,5}")) {
            return Integer.parseInt(value);
        }
        if (!Set.of("tcp", "inet", "inet6").contains(value)) {
            throw new CommandNotUnderstood(program + " " + option + " " + value);
        }
        return port;
    }

    private interface Names {
        String of(State state);
    }

    private interface Shown {
        boolean is(State state);
    }

    private Outcome table(Wanted wanted, Names names, boolean showsConnections, Shown shown) {
        List<String> lines = new ArrayList<>();
        if (wanted.has('a') || wanted.has('l')) {
            for (Address address : listening) {
                if (isOf(wanted, address.port(), 0)) {
                    lines.add(line(names.of(State.LISTEN), address.ip() + ":" + address.port(), "*:*"));
                }
            }
        }
        for (Map.Entry<FourTuple, State> entry : connections.entrySet()) {
            FourTuple name = entry.getKey();
            if (showsConnections && shown.is(entry.getValue()) && isOf(wanted, name.localPort(), name.remotePort())) {
                lines.add(line(
                        names.of(entry.getValue()),
                        end(name.localAddress(), name.localPort()),
                        end(name.remoteAddress(), name.remotePort())));
            }
        }
        return Outcome.written(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static String line(String state, String local, String remote) {
        return (state.isEmpty() ? "" : state + " ") + local + " " + remote;
    }

    private static boolean isOf(Wanted wanted, int local, int remote) {
        return wanted.port == 0 || wanted.port == local || wanted.port == remote;
    }

    private static String end(IpAddress address, int port) {
        return address + ":" + port;
    }

    // ---- The words

    private static String linuxShort(State state) {
        return switch (state) {
            case ESTABLISHED -> "ESTAB";
            case SYN_RECEIVED -> "SYN-RECV";
            case CLOSED -> "UNCONN";
            case LISTEN, SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                state.name().replace('_', '-');
        };
    }

    private static String linux(State state) {
        return switch (state) {
            case SYN_RECEIVED -> "SYN_RECV";
            case FIN_WAIT_1 -> "FIN_WAIT1";
            case FIN_WAIT_2 -> "FIN_WAIT2";
            case CLOSED -> "CLOSE";
            case ESTABLISHED, LISTEN, SYN_SENT, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> state.name();
        };
    }

    private static String bsd(State state) {
        return switch (state) {
            case SYN_RECEIVED -> "SYN_RCVD";
            case ESTABLISHED,
                    LISTEN,
                    SYN_SENT,
                    FIN_WAIT_1,
                    FIN_WAIT_2,
                    CLOSE_WAIT,
                    CLOSING,
                    LAST_ACK,
                    TIME_WAIT,
                    CLOSED -> state.name();
        };
    }
}
