/**
 * IP as a host needs it: which addresses are ours, which way a packet goes, what a path carries, and what ICMP answers.
 *
 * <p>Read {@link org.ouzel.core.ip.Interfaces} first. Nothing here knows of TCP.
 */
@NullMarked
package org.ouzel.core.ip;

import org.jspecify.annotations.NullMarked;
