package org.ouzel.cli.wan;

import java.util.Optional;
import org.ouzel.sim.net.WireCapture;
import org.ouzel.stack.link.Link;

/**
 * What a cable is put between.
 *
 * @param a the link to one end
 * @param b the link to the other
 * @param capture notes what goes by at the first, if that is wanted
 */
record Ports(Link a, Link b, Optional<WireCapture> capture) {}
