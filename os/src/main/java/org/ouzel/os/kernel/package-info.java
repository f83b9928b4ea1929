/** The kernel engine: streams over the operating system's own TCP, with everything that Linux can tell or do. */
@NullMarked
package org.ouzel.os.kernel;

import org.jspecify.annotations.NullMarked;
