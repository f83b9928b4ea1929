/**
 * Ouzel's kernel engine beside {@code java.nio} and Netty, over loopback. Read {@link org.ouzel.bench.kernel.KernelBench} and
 * {@link org.ouzel.bench.kernel.KernelResults} first.
 *
 * <p>All is measured by one process of its own, {@link org.ouzel.bench.kernel.KernelRounds}: Netty brings native code, which this one may
 * not run, and is on the class path of that process alone.
 */
@NullMarked
package org.ouzel.bench.kernel;

import org.jspecify.annotations.NullMarked;
