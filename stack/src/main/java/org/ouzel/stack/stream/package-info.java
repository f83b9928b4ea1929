/** What the streams of all engines have in common: turns, notices, and their views; it knows no engine and no core. */
@NullMarked
package org.ouzel.stack.stream;

import org.jspecify.annotations.NullMarked;
