package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.FastOpen;

/**
 * How one active open tries to be fast (RFC 7413 §4.2), by what is known of the peer.
 *
 * @param option the option of its SYN: a cookie, or the request for one; empty where there is none
 * @param carriesData whether data may go with the SYN
 * @param mss the largest segment that the peer has said it takes; 0 if that is not known
 */
public record FastOpenAttempt(Optional<FastOpen> option, boolean carriesData, int mss) {
    /** None: a SYN as any other. */
    public static final FastOpenAttempt NONE = new FastOpenAttempt(Optional.empty(), false, 0);

    /** Asks for a cookie. */
    public static FastOpenAttempt asking(boolean experimental) {
        return new FastOpenAttempt(Optional.of(FastOpen.request(experimental)), false, 0);
    }

    /** Whether anything of it shows on the wire. */
    boolean isMade() {
        return option.isPresent() || carriesData;
    }
}
