package org.ouzel.core.tcp;

import java.util.Optional;
import org.ouzel.core.tcp.TcbInsight.FastOpenFailure;
import org.ouzel.core.wire.TcpOptions.FastOpen;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpSegment;

/** What one connection says of Fast Open in its SYN, what the peer says, and what becomes of the data (RFC 7413). */
final class FastOpenExchange {
    private final FastOpenAttempt attempt;
    private final FastOpenAnswer answer;
    private boolean dataSent;
    private boolean dataTaken;
    private boolean handshakeOver;
    private Optional<FastOpenLesson> lesson = Optional.empty();
    private FastOpenFailure failure = FastOpenFailure.NONE;

    private FastOpenExchange(FastOpenAttempt attempt, FastOpenAnswer answer) {
        this.attempt = attempt;
        this.answer = answer;
        if (attempt.option().isPresent() && !attempt.carriesData()) {
            failure = FastOpenFailure.NO_COOKIE;
        }
    }

    /** Of an active open. */
    static FastOpenExchange of(FastOpenAttempt attempt) {
        return new FastOpenExchange(attempt, FastOpenAnswer.NONE);
    }

    /** Of a passive open. */
    static FastOpenExchange of(FastOpenAnswer answer) {
        return new FastOpenExchange(FastOpenAttempt.NONE, answer);
    }

    FastOpenAttempt attempt() {
        return attempt;
    }

    /** Whether the connection is open when its handshake has only begun. */
    boolean opensEarly() {
        return answer.accepts();
    }

    /** Whether it is open, and the handshake is not over. */
    boolean isOpenEarly() {
        return opensEarly() && !handshakeOver;
    }

    /** The option of our answer to a SYN. */
    Optional<FastOpen> optionOfAnswer() {
        return answer.option();
    }

    /** Data has gone with our SYN. */
    void onDataSent() {
        dataSent = true;
    }

    /** Data that came with the peer's SYN was taken, or the peer has taken what went with ours. */
    void onDataTaken() {
        dataTaken = true;
    }

    /** Whether data went or came with a SYN, and was taken. */
    boolean isDataTaken() {
        return dataTaken;
    }

    /**
     * Our SYN was answered.
     *
     * @param acknowledged the position up to which it is acknowledged
     * @param sentAgain whether it had gone again, without data
     */
    void onAnswered(TcpSegment answered, int mss, long acknowledged, boolean sentAgain) {
        onAcknowledged(acknowledged, sentAgain);
        if (attempt.isMade()) {
            // A cookie that we have not asked for, or that comes in the form for a request, is none.
            Optional<FastOpen> cookie = ((Handshake) answered.options())
                    .fastOpen()
                    .filter(given -> attempt.option().isPresent() && !given.isRequest());
            lesson = Optional.of(new FastOpenLesson(outcome(sentAgain, cookie.isPresent()), mss, cookie));
        }
    }

    /**
     * Our SYN, or our answer to one, is acknowledged: the handshake is over.
     *
     * <p>RFC 7413 §4.2 has a client and a server. Where both ends open at once there is no server: a peer in SYN-SENT has no cookie to
     * give, and that it has not taken our data tells nothing of what it takes where it listens. So what has become of the data is
     * known of this connection, and nothing is learned of the peer.
     *
     * @param acknowledged up to which position
     * @param sentAgain whether it had gone again, without data
     */
    void onAcknowledged(long acknowledged, boolean sentAgain) {
        handshakeOver = true;
        if (dataSent) {
            dataTaken = acknowledged > 1;
            failure = dataTaken
                    ? FastOpenFailure.NONE
                    : sentAgain ? FastOpenFailure.SENT_AGAIN : FastOpenFailure.NOT_ACKNOWLEDGED;
        }
    }

    private FastOpenLesson.Outcome outcome(boolean sentAgain, boolean cookie) {
        if (dataTaken) {
            return FastOpenLesson.Outcome.TAKEN;
        }
        if (!dataSent) {
            return FastOpenLesson.Outcome.WITHOUT_DATA;
        }
        // With a cookie in it, it is the first SYN that is answered, though late.
        return sentAgain && !cookie ? FastOpenLesson.Outcome.UNANSWERED : FastOpenLesson.Outcome.NOT_TAKEN;
    }

    /** Our SYN came to nothing. */
    void onUnanswered() {
        if (dataSent) {
            lesson = Optional.of(FastOpenLesson.unanswered());
        }
    }

    /** Why no data has gone with our SYN, or it was not taken. */
    FastOpenFailure failure() {
        return failure;
    }

    /** What was found out since this was last asked. */
    Optional<FastOpenLesson> takeLesson() {
        Optional<FastOpenLesson> taken = lesson;
        lesson = Optional.empty();
        return taken;
    }
}
