package org.ouzel.drill.script;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The options that packetdrill knows. */
public enum KnownOption {
    /** By how much times may differ, in microseconds. */
    TOLERANCE_USECS(Form.NUMBER),
    /** By how much times may differ, in percent of the time that has passed. */
    TOLERANCE_PERCENT(Form.TEXT),
    /** {@code ipv4}, {@code ipv6} or {@code ipv4-mapped-ipv6}. */
    IP_VERSION(Form.TEXT),
    /** The largest segment of the path. */
    MSS(Form.NUMBER),
    /** The largest packet of the device. */
    MTU(Form.NUMBER),
    /** The speed of the device, in Mbit/s. */
    SPEED(Form.NUMBER),
    /** The port that the script's sockets are bound to. */
    BIND_PORT(Form.NUMBER),
    /** The port that the script's sockets connect to. */
    CONNECT_PORT(Form.NUMBER),
    /** The address of the host under test. */
    LOCAL_IP(Form.TEXT),
    /** The address of the host that the script plays. */
    REMOTE_IP(Form.TEXT),
    /** The address of the gateway. */
    GATEWAY_IP(Form.TEXT),
    /** The mask of the network. */
    NETMASK_IP(Form.TEXT),
    /** How long one tick of the timestamps is, in microseconds; 0 does not compare them. */
    TCP_TS_TICK_USECS(Form.NUMBER),
    /** Whether echoed timestamps are scaled too. */
    TCP_TS_ECR_SCALED(Form.SWITCH),
    /** What does not end the script when it is wrong: {@code packet}, {@code syscall}. */
    NON_FATAL(Form.TEXT),
    /** Whether outbound segments must be cut as the script says. */
    STRICT_SEGMENTS(Form.SWITCH),
    /** Whether nothing is sent when the script ends. */
    SEND_OMIT_FREE(Form.SWITCH),
    /** What is carried in UDP: {@code none}, or a protocol and ports. */
    UDP_ENCAPSULATION(Form.TEXT),
    /** A name and what it stands for. */
    DEFINE(Form.TEXT),
    /** Whether the runner tells what it does to itself. */
    DEBUG(Form.SWITCH),
    /** Whether the runner tells what happens. */
    VERBOSE(Form.SWITCH),
    /** Whether the script is only read. */
    DRY_RUN(Form.SWITCH),
    /** Scripts of the shell that come first. */
    INIT_SCRIPTS(Form.TEXT),
    /** A library that holds the stack under test. */
    SO_FILENAME(Form.TEXT),
    /** What a library that holds the stack is given. */
    SO_FLAGS(Form.TEXT),
    /** The program that runs code. */
    CODE_COMMAND(Form.TEXT),
    /** What system calls code is written with: {@code auto}, {@code none}, a program. */
    CODE_FORMAT(Form.TEXT),
    /** What code finds the figures of a socket in. */
    CODE_SOCKOPT(Form.TEXT),
    /** Whether there is a remote machine that plays the network: this is the client. */
    WIRE_CLIENT(Form.SWITCH),
    /** Whether there is a remote machine that plays the network: this is the server. */
    WIRE_SERVER(Form.SWITCH),
    /** The address of the server that plays the network. */
    WIRE_SERVER_IP(Form.TEXT),
    /** The port of the server that plays the network. */
    WIRE_SERVER_PORT(Form.NUMBER),
    /** The device of the client. */
    WIRE_CLIENT_DEV(Form.TEXT),
    /** The device of the server. */
    WIRE_SERVER_DEV(Form.TEXT);

    /** What the value of an option is like. */
    public enum Form {
        /** A decimal number, not negative. */
        NUMBER,
        /** Any text. */
        TEXT,
        /** Nothing, or a number. */
        SWITCH
    }

    private final Form form;

    KnownOption(Form form) {
        this.form = form;
    }

    /** What its value is like. */
    public Form form() {
        return form;
    }

    /** The name as scripts have it. */
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The option of that name, if it is known. */
    public static Optional<KnownOption> of(String name) {
        return Arrays.stream(values())
                .filter(option -> option.written().equals(name))
                .findFirst();
    }
}
