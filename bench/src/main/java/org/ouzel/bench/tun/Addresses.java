package org.ouzel.bench.tun;

import java.net.InetAddress;

/** Where the two ends are: the same in each namespace. */
final class Addresses {
    /** Who calls: always the kernel. */
    static final String CALLER_SIDE = "198.18.0.1/24";

    /** Who serves. */
    static final String SERVER_SIDE = "198.18.0.2/24";

    /** The latter without its prefix. */
    static final InetAddress SERVER = InetAddress.ofLiteral("198.18.0.2");

    /** The device between them, on both sides. */
    static final String DEVICE = "bench0";

    private Addresses() {}
}
