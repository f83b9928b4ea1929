package org.ouzel.drill.script;

/**
 * A label of MPLS.
 *
 * @param label the label, of 20 bits
 * @param trafficClass the traffic class, of 3 bits
 * @param bottom whether it is written to be the last of its stack
 * @param ttl the time to live
 */
public record MplsLabel(int label, int trafficClass, boolean bottom, int ttl) {}
