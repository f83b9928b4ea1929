/**
 * Congestion control (RFC 5681): how much may be in flight.
 *
 * <p>Read {@link org.ouzel.core.tcp.congestion.CongestionControl} first. A controller is told what happened in records and
 * never sees the connection.
 */
@NullMarked
package org.ouzel.core.tcp.congestion;

import org.jspecify.annotations.NullMarked;
