/**
 * The POSIX socket calls as values, and what they mean on the core's TCP, and on a UDP beside it. Read
 * {@link org.ouzel.drill.posix.Call} and {@link org.ouzel.drill.posix.SystemCalls} first. What the core cannot do is answered by
 * {@link org.ouzel.drill.posix.Answer.Unsupported}: no call, flag or option is taken and then ignored. There is no thread,
 * lock or clock in here: time is an argument.
 */
@NullMarked
package org.ouzel.drill.posix;

import org.jspecify.annotations.NullMarked;
