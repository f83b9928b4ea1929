/**
 * What stands between hosts: routers, address translators, middleboxes that meddle, and attackers. Read
 * {@link org.ouzel.sim.box.Port} and {@link org.ouzel.sim.box.Router} first.
 *
 * <p>A box that answers has {@linkplain org.ouzel.sim.box.Port ports}; one that only meddles with what passes in one direction
 * is a sink before a sink. All of them act at the instant at which a packet arrives: what takes time is the wires' business.
 * Nothing here may ask a clock of the machine's or draw from anything but a seed.
 */
@NullMarked
package org.ouzel.sim.box;

import org.jspecify.annotations.NullMarked;
