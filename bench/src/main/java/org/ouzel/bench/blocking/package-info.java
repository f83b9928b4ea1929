/**
 * What is measured over connections whose calls block, whoever makes the calls. Read {@link org.ouzel.bench.blocking.Sockets}
 * first, then {@link org.ouzel.bench.blocking.Service}, which answers, and {@link org.ouzel.bench.blocking.Call}, which
 * measures.
 */
@NullMarked
package org.ouzel.bench.blocking;

import org.jspecify.annotations.NullMarked;
