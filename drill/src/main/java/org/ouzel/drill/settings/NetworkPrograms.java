package org.ouzel.drill.settings;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The programs of Linux that set up routes and devices. A host in virtual time has one of each: what they say of it is taken. */
final class NetworkPrograms {
    /** What lets packets go as they come, or at the pace that TCP itself has told: a device in virtual time does so. */
    private static final Pattern PLAIN_QUEUE = Pattern.compile(
            "root (handle \\w+: )?(fq|fq_codel|pfifo|bfifo|pfifo_fast|noqueue|mq)( limit [1-9]\\d{3,8})?");

    private NetworkPrograms() {}

    // ---- tc

    /** {@code tc}, for queues that drop and delay nothing. */
    static Outcome tc(List<String> words) throws CommandNotUnderstood {
        boolean isQueue = words.size() >= 4
                && words.get(0).equals("qdisc")
                && Set.of("add", "replace", "change", "del", "delete").contains(words.get(1))
                && words.get(2).equals("dev");
        boolean removes = isQueue && words.get(1).startsWith("del");
        String queue = String.join(" ", words.subList(Math.min(4, words.size()), words.size()));
        boolean isPlain =
                removes ? queue.startsWith("root") : PLAIN_QUEUE.matcher(queue).matches();
        if (!isQueue || !isPlain) {
            throw notUnderstood("tc", words);
        }
        return Outcome.DONE;
    }

    // ---- ip

    /** {@code ip}. */
    static Outcome ip(List<String> words, Sysctl sysctl) throws CommandNotUnderstood {
        List<String> rest =
                words.stream().dropWhile(word -> word.matches("-[46]")).toList();
        if (rest.size() < 2) {
            throw notUnderstood("ip", words);
        }
        Iterator<String> arguments = rest.subList(2, rest.size()).iterator();
        switch (rest.get(0)) {
            case "tcp_metrics", "tcpmetrics" -> forget(rest, sysctl);
            case "route", "ro", "r" -> route(rest, arguments, sysctl);
            case "link", "l" -> link(rest, arguments);
            default -> throw notUnderstood("ip", words);
        }
        return Outcome.DONE;
    }

    /** What connections leave behind for the next ones: cookies, and that there is none. */
    private static void forget(List<String> words, Sysctl sysctl) throws CommandNotUnderstood {
        if (!Set.of("flush", "delete", "del").contains(words.get(1))) {
            throw notUnderstood("ip", words);
        }
        sysctl.forgetPeers();
    }

    private static void route(List<String> words, Iterator<String> arguments, Sysctl sysctl)
            throws CommandNotUnderstood {
        if (!Set.of("add", "change", "replace", "append").contains(words.get(1)) || !arguments.hasNext()) {
            throw notUnderstood("ip", words);
        }
        arguments.next(); // where to: all packets of a script go one way
        while (arguments.hasNext()) {
            String attribute = arguments.next();
            if (!arguments.hasNext()) {
                throw notUnderstood("ip", words);
            }
            set(attribute, arguments.next(), words, sysctl);
        }
    }

    private static void set(String attribute, String value, List<String> words, Sysctl sysctl)
            throws CommandNotUnderstood {
        switch (attribute) {
            case "dev", "via", "src", "proto", "scope", "table", "metric" -> {}
            case "initcwnd" -> sysctl.setOurs("initial-window", value);
            case "rto_min" -> sysctl.setOurs("min-rto", value);
            case "congctl" -> sysctl.set("net.ipv4.tcp_congestion_control", value);
            case "window" -> sysctl.setOurs("window-clamp", value);
            case "hoplimit" -> sysctl.setOurs("ttl", value);
            case "quickack" -> quickack(value, words, sysctl);
            default -> throw notUnderstood("ip", words);
        }
    }

    private static void quickack(String value, List<String> words, Sysctl sysctl) throws CommandNotUnderstood {
        boolean isOn = value.equals("1");
        // As it is without it, unless something else has set it.
        boolean isOff = value.equals("0") && !sysctl.ours("acknowledging").equals("at-once");
        if (isOn) {
            sysctl.setOurs("acknowledging", "at-once");
        } else if (!isOff) {
            throw notUnderstood("ip", words);
        }
    }

    private static void link(List<String> words, Iterator<String> arguments) throws CommandNotUnderstood {
        if (!words.get(1).equals("set")) {
            throw notUnderstood("ip", words);
        }
        while (arguments.hasNext()) {
            String word = arguments.next();
            boolean isValued = Set.of("dev", "txqueuelen", "qlen").contains(word);
            if (isValued && arguments.hasNext()) {
                arguments.next();
            } else if (isValued || !word.matches("up|tun\\d+")) {
                throw notUnderstood("ip", words);
            }
        }
    }

    private static CommandNotUnderstood notUnderstood(String program, List<String> words) {
        return new CommandNotUnderstood(program + " " + String.join(" ", words));
    }
}
