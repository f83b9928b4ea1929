/**
 * Many hosts on one seed, in virtual time. Read {@link org.ouzel.sim.Simulation} first, then {@link org.ouzel.sim.net.Cable}.
 *
 * <p>Hosts are those of the stack, in other {@linkplain org.ouzel.stack.around surroundings}: nothing of TCP is done here. No clock
 * of the machine's is asked, and exactly one thread runs at a time.
 */
@NullMarked
package org.ouzel.sim;

import org.jspecify.annotations.NullMarked;
