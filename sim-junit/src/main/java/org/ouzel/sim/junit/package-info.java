/**
 * Tests that run in virtual time, once for each of many seeds. Read {@link org.ouzel.sim.junit.Simulated} first, then
 * {@link org.ouzel.sim.Simulation}.
 *
 * <p>Nothing of a simulation is done here: what a test may plan and ask is in {@code org.ouzel.sim}.
 */
@NullMarked
package org.ouzel.sim.junit;

import org.jspecify.annotations.NullMarked;
