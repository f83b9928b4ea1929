/**
 * Makes scripts of captures: {@link org.ouzel.drill.record.CaptureFile} reads the packets, {@link org.ouzel.drill.record.Recorder} writes
 * down what happened between two of them as events of a script.
 */
@NullMarked
package org.ouzel.drill.record;

import org.jspecify.annotations.NullMarked;
