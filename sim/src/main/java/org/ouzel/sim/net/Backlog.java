package org.ouzel.sim.net;

/**
 * What waits in a queue.
 *
 * @param packets how many packets
 * @param bytes how long they are together
 */
record Backlog(int packets, long bytes) {}
