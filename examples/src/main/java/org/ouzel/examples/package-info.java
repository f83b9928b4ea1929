/** Short programs, each showing one thing. Begin with {@link org.ouzel.examples.Echo}. They use the API and the stack alone. */
@NullMarked
package org.ouzel.examples;

import org.jspecify.annotations.NullMarked;
