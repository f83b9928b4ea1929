package org.ouzel.core.node;

import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.State;

/** What a segment may be for, by its four-tuple: a connection, or what is left of one. */
sealed interface Named permits Member, TimeWaits.Resting {
    /** The four-tuple; null while it has none. */
    @Nullable
    FourTuple name();

    /** The state. */
    State state();
}
