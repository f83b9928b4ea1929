package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.FastOpen;

/**
 * What a passive open makes of a request that tries to be fast (RFC 7413 §4.2).
 *
 * @param accepts whether the connection is open at once, and the data of the SYN taken
 * @param option the cookie that the SYN,ACK gives; empty where it gives none
 */
public record FastOpenAnswer(boolean accepts, Optional<FastOpen> option) {
    /** The handshake is one as any other. */
    public static final FastOpenAnswer NONE = new FastOpenAnswer(false, Optional.empty());

    /**
     * The answer to a request.
     *
     * @param taking how data with a SYN is taken; none is if there is no room for another such connection
     * @param nodeKeys what cookies are made with unless the user has chosen something else
     * @param tried the option of the request, if it has one
     * @param hasData whether the request has data
     */
    public static FastOpenAnswer to(
            FourTuple tuple,
            Optional<FastOpen> tried,
            boolean hasData,
            FastOpenTuning.Taking taking,
            FastOpenKeys nodeKeys) {
        if (taking.withoutCookie() && (hasData || tried.isPresent())) {
            return new FastOpenAnswer(true, Optional.empty());
        }
        if (tried.isEmpty()) {
            return NONE;
        }
        FastOpenKeys keys = taking.keys().orElse(nodeKeys);
        Optional<FastOpen> given =
                Optional.of(new FastOpen(keys.cookie(tuple), tried.get().experimental()));
        if (tried.get().isRequest()) {
            return new FastOpenAnswer(false, given);
        }
        return switch (keys.match(tried.get().cookie(), tuple)) {
            case NONE -> new FastOpenAnswer(false, given);
            case CURRENT -> new FastOpenAnswer(true, Optional.empty());
            case FORMER -> new FastOpenAnswer(true, given);
        };
    }
}
