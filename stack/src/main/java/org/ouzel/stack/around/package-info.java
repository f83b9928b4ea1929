/**
 * What a host has from outside: time, a lock to wait on, threads, secrets. Read {@link org.ouzel.stack.around.Surroundings}
 * first.
 *
 * <p>A host in the real world and one in a simulation differ in this alone. Nothing here knows TCP.
 */
@NullMarked
package org.ouzel.stack.around;

import org.jspecify.annotations.NullMarked;
