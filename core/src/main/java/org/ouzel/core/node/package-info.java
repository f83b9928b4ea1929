/**
 * One machine: where IP and TCP meet. It finds the connection that a packet is for, gives ports, and keeps the time of all.
 *
 * <p>Read {@link org.ouzel.core.node.Node} first. It has no thread: whoever owns it calls it, one thread at a time.
 */
@NullMarked
package org.ouzel.core.node;

import org.jspecify.annotations.NullMarked;
