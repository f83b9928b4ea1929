/**
 * Links: the places where a stack's packets leave it and come in. Read {@link org.ouzel.stack.link.Link} and
 * {@link org.ouzel.stack.link.FrameBatch} first; {@link org.ouzel.stack.link.MemoryLink} is the simplest.
 * {@link org.ouzel.stack.link.FaultyLink} and {@link org.ouzel.stack.link.CaptureLink} add something to another link.
 *
 * <p>A link carries bytes. It knows no host, no connection and no protocol above IP.
 */
@NullMarked
package org.ouzel.stack.link;

import org.jspecify.annotations.NullMarked;
