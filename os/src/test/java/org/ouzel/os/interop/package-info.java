/** What tests against the kernel need, whichever module they are in: namespaces of their own, and leave to be skipped. */
@NullMarked
package org.ouzel.os.interop;

import org.jspecify.annotations.NullMarked;
