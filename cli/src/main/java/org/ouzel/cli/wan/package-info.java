/**
 * The goodput of Ouzel's TCP beside that of Linux over the same bad link, in real time. Read {@link org.ouzel.cli.wan.WanPoint}
 * first, which tells what the link is like, then {@link org.ouzel.cli.wan.WanBench}, which runs and counts.
 *
 * <p>The link is a cable of the simulation whose timeline follows the computer's clock ({@link org.ouzel.cli.wan.Forwarder}).
 * What becomes of a packet is decided there alone: nothing here draws or delays on its own.
 */
@NullMarked
package org.ouzel.cli.wan;

import org.jspecify.annotations.NullMarked;
