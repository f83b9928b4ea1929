/**
 * The system calls of Linux, and what stands directly on them; not for users. Read {@link org.ouzel.os.sys.Linux} and {@link
 * org.ouzel.os.sys.SocketHandle} first.
 *
 * <p>All native code is here. It decides nothing: it turns calls, numbers and structures of the kernel into Java's, and what they
 * mean is said by those who use it.
 */
@NullMarked
package org.ouzel.os.sys;

import org.jspecify.annotations.NullMarked;
