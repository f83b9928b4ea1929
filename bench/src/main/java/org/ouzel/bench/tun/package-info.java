/**
 * Ouzel against the kernel over a TUN device, beside what a program without TCP moves there, beside the kernel's own TCP over
 * veth, and beside other stacks. Read {@link org.ouzel.bench.tun.Plan} first, which tells what is measured, then
 * {@link org.ouzel.bench.tun.Pair}, which tells between whom.
 *
 * <p>One program of the kernel's sockets calls all of them, so that its cost is in each figure. Each stack has a process of its own,
 * which stays from the first round to the last: code is compiled once.
 */
@NullMarked
package org.ouzel.bench.tun;

import org.jspecify.annotations.NullMarked;
