/**
 * The language of packetdrill scripts, as a tree. Read {@link org.ouzel.drill.script.Script} first, then
 * {@link org.ouzel.drill.script.PacketSpec}.
 *
 * <p>Nothing is run or evaluated here: symbols stay names, and addresses and descriptors mean nothing yet.
 */
@NullMarked
package org.ouzel.drill.script;

import org.jspecify.annotations.NullMarked;
