package org.ouzel.drill.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The programs that commands of scripts may call. */
enum Program {
    /** {@code sysctl}. */
    SYSCTL(
            "sysctl",
            "sysctl -q -w NAME=VALUE NAME …",
            "sets what has a value, and tells the rest as it was set, or as it is; in both dialects, with dots or slashes"),

    /** {@code cat}. */
    CAT("cat", "cat /proc/sys/…", "tells the same; without a file, what it is given"),

    /** {@code echo}. */
    ECHO(
            "echo",
            "echo VALUE > /proc/sys/…",
            "sets; elsewhere it writes what it is given, or nothing with `> /dev/null`"),

    /** {@code set_sysctls}. */
    SET_SYSCTLS("set_sysctls\\.py", "set_sysctls.py /proc/sys/…=VALUE …", "sets"),

    /** {@code defaults}. */
    DEFAULTS(
            ".*defaults\\.sh",
            "…defaults.sh",
            "the host becomes one of the profile `linux`, with Fast Open on and a key of its own, and forgets its peers"),

    /** {@code restore}. */
    RESTORE("sysctl_restore_.*\\.sh", "sysctl_restore_….sh", "sets what was before `set_sysctls.py`"),

    /** {@code kldload}. */
    KLDLOAD("kldload", "kldload -n cc_… tcp_…", "nothing: what is loaded is chosen by a setting"),

    /** {@code modprobe}. */
    MODPROBE("modprobe", "modprobe -q tcp_… sch_… tun", "nothing: what is loaded is chosen by a setting"),

    /** {@code sleep}. */
    SLEEP("sleep", "sleep SECONDS", "lets time pass; before the first event none of the script's"),

    /** {@code ip}. */
    IP(
            "ip",
            "ip route add\\|change\\|replace\\|append … initcwnd N rto_min T window N hoplimit N quickack 1 congctl NAME",
            "sets what it names, for all packets; `ip tcp_metrics flush` forgets the cookies of peers; `ip link set … up` does nothing, as it is so already"),

    /** {@code tc}. */
    TC("tc", "tc qdisc … root fq", "nothing: it is so already"),

    /** {@code rm}. */
    RM("rm", "rm -f FILE", "nothing: no script leaves one behind"),

    /** {@code set}. */
    SET("set", "set -e", "from there on a command that fails ends what stands with it"),

    /** {@code exit}. */
    EXIT("exit", "exit N", "ends what stands with it"),

    /** {@code ss}. */
    SS("ss", "ss … state NAME sport = :PORT", "lists the sockets, without a heading"),

    /** {@code netstat}. */
    NETSTAT("netstat", "netstat", "the same"),

    /** {@code sockstat}. */
    SOCKSTAT("sockstat", "sockstat", "the same"),

    /** {@code grep}. */
    GREP("grep", "grep -cqvEiwFx PATTERN", "finds lines in what it is given"),

    /** {@code wc}. */
    WC("wc", "wc -l", "counts them"),

    /** {@code test}. */
    TEST("test", "test …", "compares words and numbers; `-e`, `-f`, `-r` and `-w` find the files of settings"),

    /** {@code [}. */
    BRACKET("\\[", "[ … ]", "the same"),

    /** {@code true}. */
    SUCCEED("true|:", "true`, `:", "succeeds"),

    /** {@code fail}. */
    FAIL("false", "false", "fails"),

    /** {@code sudo}. */
    SUDO("sudo", "sudo COMMAND", "the command");

    private final Pattern names;
    private final String written;
    private final String does;

    Program(String names, String written, String does) {
        this.names = Pattern.compile(names);
        this.written = written;
        this.does = does;
    }

    /** The one of a name, without the folder that it is in; empty if there is none. */
    static Optional<Program> named(String name) {
        return Arrays.stream(values())
                .filter(program -> program.names.matcher(name).matches())
                .findFirst();
    }

    /** How it is called, as Markdown. */
    String written() {
        return "`" + written + "`";
    }

    /** What it does, as Markdown. */
    String does() {
        return does;
    }
}
