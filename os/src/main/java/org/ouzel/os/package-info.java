/**
 * What only the operating system can give: links over TUN devices of Linux, and the computer's processors. Read {@link org.ouzel.os.TunLink} and {@link
 * org.ouzel.os.TunOptions} first.
 *
 * <p>All native code is in {@code org.ouzel.os.sys}. This package knows no protocol: it moves packets and never looks into
 * one. A program that uses it is started with {@code --enable-native-access=org.ouzel.os}.
 */
@NullMarked
package org.ouzel.os;

import org.jspecify.annotations.NullMarked;
