/**
 * What the core costs for each segment, in one process and without threads, links or clocks: JMH's benchmarks, which are run with
 * {@code just bench-core}. Read {@link NodeTransfer} first, all of a segment's way between two nodes, then
 * {@link BlockReceives} and {@link BlockSends}, the share of TCP. Nothing here is measured against the time of day: times are made up,
 * and the same in every run.
 */
@NullMarked
package org.ouzel.bench.core;

import org.jspecify.annotations.NullMarked;
