/**
 * Connections on which nobody speaks, a million of them between two hosts in one process: what each holds of the heap, and what they cost
 * the one on which somebody does. Read {@link org.ouzel.bench.idle.IdleBench} first, which tells in what order what is measured, then
 * {@link org.ouzel.bench.idle.Crowd}, which is what is measured.
 */
@NullMarked
package org.ouzel.bench.idle;

import org.jspecify.annotations.NullMarked;
