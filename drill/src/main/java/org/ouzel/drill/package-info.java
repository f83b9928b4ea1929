/**
 * Runs packetdrill scripts against a host: {@link org.ouzel.drill.Drill} does, as {@link org.ouzel.drill.DrillSettings} say, and gives
 * a {@link org.ouzel.drill.ScriptReport} of each. What a script is made of is in {@link org.ouzel.drill.script}.
 */
@NullMarked
package org.ouzel.drill;

import org.jspecify.annotations.NullMarked;
