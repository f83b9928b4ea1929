/**
 * The whole of TCP for Java programs: the user interface of RFC 9293 §3.9.1, whichever engine carries it.
 *
 * <p>Read {@link org.ouzel.Host} and {@link org.ouzel.TcpStream} first; {@link org.ouzel.Received},
 * {@link org.ouzel.StreamEvent} and {@link org.ouzel.CloseReason} are what a stream answers.
 *
 * <p>This package holds interfaces, records and exceptions over the types of the JDK alone. It knows no engine, and
 * holds no behaviour that one engine could want to do differently.
 */
@NullMarked
package org.ouzel;

import org.jspecify.annotations.NullMarked;
