package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;
import org.ouzel.drill.posix.Address;

/**
 * Which sockets {@code ss} is asked for behind its options: {@code state established sport = :8080}.
 *
 * @param states their states; none for any
 * @param localPort their own port
 * @param remotePort the peer's
 */
record SocketFilter(Set<State> states, OptionalInt localPort, OptionalInt remotePort) {
    /** What these words ask for. */
    static SocketFilter of(List<String> words) throws CommandNotUnderstood {
        Set<State> states = EnumSet.noneOf(State.class);
        OptionalInt local = OptionalInt.empty();
        OptionalInt remote = OptionalInt.empty();
        for (Iterator<String> rest = significant(words).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (!rest.hasNext()) {
                throw notUnderstood(words);
            }
            switch (word) {
                case "state" -> states.addAll(states(rest.next(), words));
                case "sport" -> local = port(rest.next(), words);
                case "dport" -> remote = port(rest.next(), words);
                default -> throw notUnderstood(words);
            }
        }
        return new SocketFilter(states, local, remote);
    }

    /** Brackets, and what means the same as nothing. */
    private static List<String> significant(List<String> words) {
        return words.stream()
                .filter(word -> !Set.of("(", ")", "=", "==", "eq", "and").contains(word))
                .toList();
    }

    private static Set<State> states(String name, List<String> words) throws CommandNotUnderstood {
        return switch (name) {
            case "established" -> Set.of(State.ESTABLISHED);
            case "syn-sent" -> Set.of(State.SYN_SENT);
            case "syn-recv" -> Set.of(State.SYN_RECEIVED);
            case "fin-wait-1" -> Set.of(State.FIN_WAIT_1);
            case "fin-wait-2" -> Set.of(State.FIN_WAIT_2);
            case "time-wait" -> Set.of(State.TIME_WAIT);
            case "close-wait" -> Set.of(State.CLOSE_WAIT);
            case "last-ack" -> Set.of(State.LAST_ACK);
            case "closing" -> Set.of(State.CLOSING);
            case "listen", "listening" -> Set.of(State.LISTEN);
            case "connected" -> EnumSet.complementOf(EnumSet.of(State.LISTEN, State.CLOSED));
            case "all" -> EnumSet.allOf(State.class);
            default -> throw notUnderstood(words);
        };
    }

    private static OptionalInt port(String text, List<String> words) throws CommandNotUnderstood {
        if (!text.matches(":\\d{1,5}")) {
            throw notUnderstood(words);
        }
        return OptionalInt.of(Integer.parseInt(text.substring(1)));
    }

    private static CommandNotUnderstood notUnderstood(List<String> words) {
        return new CommandNotUnderstood("ss " + String.join(" ", words));
    }

    boolean namesStates() {
        return !states.isEmpty();
    }

    boolean namesOneState() {
        return states.size() == 1;
    }

    /** Those that are asked for. */
    SortedMap<FourTuple, State> connections(SortedMap<FourTuple, State> all) {
        SortedMap<FourTuple, State> chosen = new TreeMap<>(all.comparator());
        for (Map.Entry<FourTuple, State> entry : all.entrySet()) {
            FourTuple name = entry.getKey();
            if (isOf(entry.getValue()) && fits(localPort, name.localPort()) && fits(remotePort, name.remotePort())) {
                chosen.put(name, entry.getValue());
            }
        }
        return chosen;
    }

    /** Those that are asked for. */
    List<Address> listening(List<Address> all) {
        List<Address> chosen = new ArrayList<>();
        for (Address address : all) {
            if (isOf(State.LISTEN) && fits(localPort, address.port()) && fits(remotePort, 0)) {
                chosen.add(address);
            }
        }
        return chosen;
    }

    private boolean isOf(State state) {
        return states.isEmpty() || states.contains(state);
    }

    private static boolean fits(OptionalInt wanted, int port) {
        return wanted.isEmpty() || wanted.getAsInt() == port;
    }
}
