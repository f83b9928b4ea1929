/**
 * What packets go through between hosts, in virtual time: wires, queues, routers, middleboxes. Read
 * {@link org.ouzel.sim.net.Timeline} and {@link org.ouzel.sim.net.PacketSink} first, then {@link org.ouzel.sim.net.Wire}.
 *
 * <p>Everything here happens on one thread, at the instants of one timeline, and draws from seeds: nothing may ask a clock of the
 * machine's, start a thread or wait.
 */
@NullMarked
package org.ouzel.sim.net;

import org.jspecify.annotations.NullMarked;
