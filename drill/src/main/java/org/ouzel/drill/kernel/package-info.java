/**
 * Linux's own TCP as the host under test: {@link org.ouzel.drill.kernel.KernelTarget} has it in a network namespace behind a TUN device,
 * in real time, and {@link org.ouzel.drill.kernel.KernelCalls} makes the calls of scripts.
 */
@NullMarked
package org.ouzel.drill.kernel;

import org.jspecify.annotations.NullMarked;
