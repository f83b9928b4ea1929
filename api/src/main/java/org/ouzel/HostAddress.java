package org.ouzel;

import java.net.InetAddress;

/**
 * An address of a host.
 *
 * @param interfaceName the interface that has it
 * @param address the address
 * @param prefixLength how many leading bits name the network, 0 to 32 or to 128
 */
public record HostAddress(String interfaceName, InetAddress address, int prefixLength) {}
