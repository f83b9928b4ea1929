package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.wire.TcpOptions.FastOpen;

/**
 * What an active open that tried to be fast has found out of its peer: what is worth remembering for the next (RFC 7413 §4.1.3).
 *
 * @param outcome what became of its SYN
 * @param mss the largest segment that the peer takes; 0 if it has not answered
 * @param cookie the cookie that it gave, if it gave one
 */
public record FastOpenLesson(Outcome outcome, int mss, Optional<FastOpen> cookie) {
    /** What became of a SYN. */
    public enum Outcome {
        /** No data went with it. */
        WITHOUT_DATA,
        /** Its data was acknowledged, all or a part. */
        TAKEN,
        /** It was acknowledged without its data. */
        NOT_TAKEN,
        /** It was not answered, or only when it went again without data. */
        UNANSWERED
    }

    /** Nobody has answered. */
    static FastOpenLesson unanswered() {
        return new FastOpenLesson(Outcome.UNANSWERED, 0, Optional.empty());
    }
}
