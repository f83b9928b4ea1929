package org.ouzel.os;

import java.net.InetSocketAddress;

/** The addresses of both ends of a device, by version of IP. */
enum Family {
    IPV4("198.18.0.1", "198.18.0.2"),
    IPV6("2001:db8::1", "2001:db8::2");

    private final String kernel;
    private final String ouzel;

    Family(String kernel, String ouzel) {
        this.kernel = kernel;
        this.ouzel = ouzel;
    }

    String kernel() {
        return kernel;
    }

    InetSocketAddress kernel(int port) {
        return new InetSocketAddress(kernel, port);
    }

    String ouzel() {
        return ouzel;
    }

    InetSocketAddress ouzel(int port) {
        return new InetSocketAddress(ouzel, port);
    }
}
