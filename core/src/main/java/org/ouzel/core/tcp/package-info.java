/**
 * TCP (RFC 9293), sans-IO: one connection is one {@link org.ouzel.core.tcp.Tcb}, whose
 * {@linkplain org.ouzel.core.tcp.Phase phase} takes segments, times and the user's calls, and gives segments when polled.
 *
 * <p>Read {@link org.ouzel.core.tcp.Tcb} and {@link org.ouzel.core.tcp.Connection} first. Nothing here knows of IP packets,
 * threads or clocks: time is an argument, in nanoseconds since the node began.
 */
@NullMarked
package org.ouzel.core.tcp;

import org.jspecify.annotations.NullMarked;
