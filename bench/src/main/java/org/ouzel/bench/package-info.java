/**
 * Benchmarks, run by JMH in processes of their own. Read {@link org.ouzel.bench.SimulatedTransfer} first.
 *
 * <p>Their figures are counted and not estimated: what a benchmark counts beside its operations is in its {@code Count}.
 */
@NullMarked
package org.ouzel.bench;

import org.jspecify.annotations.NullMarked;
