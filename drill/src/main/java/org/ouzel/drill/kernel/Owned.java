package org.ouzel.drill.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.PollEntry;

/** The descriptors that a script has made and not closed. All others are this program's, and the kernel is not given them. */
final class Owned {
    /** What the kernel never gives anybody. */
    private static final int NOBODYS = Integer.MAX_VALUE;

    private final Set<Integer> numbers = new HashSet<>();

    /** Whether all descriptors that a call is about are the script's. */
    boolean has(Call call) {
        return numbers.containsAll(call.descriptors());
    }

    /** The call as the kernel may get it. In a poll strange descriptors are no error of the call: the kernel says POLLNVAL of each. */
    Call seen(Call call) {
        return call instanceof Call.Poll(List<PollEntry> entries, int timeoutMs)
                ? new Call.Poll(entries.stream().map(this::seen).toList(), timeoutMs)
                : call;
    }

    private PollEntry seen(PollEntry entry) {
        boolean strange = entry.fd() >= 0 && !numbers.contains(entry.fd());
        return strange ? new PollEntry(NOBODYS, entry.events(), entry.revents()) : entry;
    }

    /** A call is about to be made. Once a close has returned, the number may be that of something else. */
    void onBegin(Call call) {
        if (call instanceof Call.Close(int fd)) {
            numbers.remove(fd);
        }
    }

    /** A call has come to its end. */
    void onEnd(Call call, Answer answer) {
        boolean makes = call instanceof Call.Socket || call instanceof Call.Accept || call instanceof Call.EpollCreate;
        if (makes && answer instanceof Answer.Result result && result.value() >= 0) {
            numbers.add((int) result.value());
        }
    }

    /** All there are. */
    List<Integer> all() {
        return List.copyOf(numbers);
    }
}
