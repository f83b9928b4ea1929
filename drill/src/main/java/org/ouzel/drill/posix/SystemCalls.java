package org.ouzel.drill.posix;

import java.util.List;

/** A system on which calls can be made, each as a value. Times are nanoseconds since the system began. */
public interface SystemCalls {

    /** Makes a call: its answer, if it needs not wait. */
    Answer begin(Call call, long now);

    /**
     * Tries again all calls that wait, those of one socket in the order in which they came. To be called whenever packets or
     * time may have changed something, and when {@link #nextDeadline} has passed.
     *
     * @return the calls that have come to an end, in the order of their ends
     */
    List<Completion> retry(long now);

    /** When {@link #retry} is to be called even if no packet has come; {@link Long#MAX_VALUE} for never. */
    long nextDeadline();

    /**
     * A call that waited has ended.
     *
     * @param ticket the number that {@link Answer.Pending} told
     * @param answer the answer, which is not pending
     */
    record Completion(long ticket, Answer answer) {}
}
