package org.ouzel.sim.campaign;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.TreeSet;
import org.ouzel.Received;

/** One way of a connection as its two users see it: what the one has sent, and what the other has read of it. */
final class Flow {
    private final Verdict verdict;
    private final String name;
    private final Content content;
    private final TreeSet<Long> urgentEnds = new TreeSet<>();
    private long offered;
    private long accepted;
    private long read;
    private boolean ended;

    Flow(Verdict verdict, String name, long number) {
        this.verdict = verdict;
        this.name = name;
        this.content = new Content(number);
    }

    Content content() {
        return content;
    }

    // ---- The sending user

    /** The next bytes, which are about to be sent. */
    ByteBuffer offer(int length, boolean urgent) {
        byte[] bytes = content.part(accepted, length);
        offered = accepted + length;
        if (urgent) {
            urgentEnds.add(offered);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** So many have been taken. */
    void accept(int length) {
        accepted += length;
        offered = accepted;
    }

    long accepted() {
        return accepted;
    }

    // ---- The reading user

    /** Some have been read. */
    void onRead(Received received) {
        ByteBuffer data = received.data();
        long from = read;
        long end = from + data.remaining();
        verdict.require(Property.PREFIX, !ended, () -> name + ": data behind the end");
        verdict.require(
                Property.PREFIX,
                end <= offered,
                () -> name + ": read up to " + end + " of " + offered + " that were sent");
        long differs = content.mismatch(from, MemorySegment.ofBuffer(data));
        verdict.require(Property.PREFIX, differs < 0, () -> name + ": byte " + differs + " is another than was sent");
        checkMark(from, end, received.mark());
        read = end;
    }

    /** RFC 9293 §3.8.5: the mark is where the sender's urgent data ended; an end that was moved on is none any more. */
    private void checkMark(long from, long end, boolean mark) {
        if (mark) {
            verdict.require(
                    Property.PREFIX,
                    urgentEnds.contains(end),
                    () -> name + ": a mark at " + end + ", of " + urgentEnds);
        } else if (!urgentEnds.isEmpty()) {
            long last = urgentEnds.last();
            verdict.require(
                    Property.PREFIX,
                    end < last || from >= last,
                    () -> name + ": no mark at " + last + " in " + from + " to " + end);
        }
    }

    /** The end has been told. */
    void onEnd() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    long read() {
        return read;
    }

    @Override
    public String toString() {
        return name + " (accepted " + accepted + ", read " + read + (ended ? ", ended)" : ")");
    }
}
