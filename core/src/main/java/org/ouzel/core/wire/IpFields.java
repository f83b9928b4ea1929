package org.ouzel.core.wire;

/**
 * The fields of an IP header that the sender of a packet may choose.
 *
 * @param typeOfService IPv4's type of service or IPv6's traffic class, 0 to 255
 * @param timeToLive the TTL or hop limit, 1 to 255
 * @param dontFragment IPv4's DF bit; IPv6 has no other way
 * @param identification IPv4's identification, which only a packet without DF needs (RFC 6864)
 */
public record IpFields(int typeOfService, int timeToLive, boolean dontFragment, int identification) {}
