/**
 * Packets between their bytes and what a script can say of them. Unlike the core's own codec it keeps options in their order, and
 * writes what no good host would send. Read {@link org.ouzel.drill.wire.Packet} and {@link org.ouzel.drill.wire.Envelope} first,
 * which is what may be around one. It knows nothing of connections: its numbers are those of the wire.
 */
@NullMarked
package org.ouzel.drill.wire;

import org.jspecify.annotations.NullMarked;
