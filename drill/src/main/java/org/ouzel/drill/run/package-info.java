/**
 * Runs scripts: {@link org.ouzel.drill.run.ScriptRun} goes through the events of one, against a {@link
 * org.ouzel.drill.run.Target}, the host under test with its clock. Nothing here knows what kind of host that is.
 */
@NullMarked
package org.ouzel.drill.run;

import org.jspecify.annotations.NullMarked;
