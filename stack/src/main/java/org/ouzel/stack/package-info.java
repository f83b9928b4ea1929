/**
 * The in-process engine: threads, locks, buffers and links around the core. Read {@link org.ouzel.stack.StackHost} and
 * {@link org.ouzel.stack.link.Link} first.
 *
 * <p>Here is all that the core must not know: time, threads, randomness and memory. It decides nothing about TCP.
 */
@NullMarked
package org.ouzel.stack;

import org.jspecify.annotations.NullMarked;
