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
        return numbers.containsAll(descriptors(call));
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

    private static List<Integer> descriptors(Call call) {
        return switch (call) {
            case Call.Bind c -> List.of(c.fd());
            case Call.Listen c -> List.of(c.fd());
            case Call.Accept c -> List.of(c.fd());
            case Call.Connect c -> List.of(c.fd());
            case Call.Read c -> List.of(c.fd());
            case Call.Readv c -> List.of(c.fd());
            case Call.Write c -> List.of(c.fd());
            case Call.Writev c -> List.of(c.fd());
            case Call.Send c -> List.of(c.fd());
            case Call.Sendmsg c -> List.of(c.fd());
            case Call.Recv c -> List.of(c.fd());
            case Call.Recvmsg c -> List.of(c.fd());
            case Call.Shutdown c -> List.of(c.fd());
            case Call.Close c -> List.of(c.fd());
            case Call.Fcntl c -> List.of(c.fd());
            case Call.Ioctl c -> List.of(c.fd());
            case Call.EpollCtl c -> List.of(c.epoll(), c.fd());
            case Call.EpollWait c -> List.of(c.epoll());
            case Call.SetSockOpt c -> List.of(c.fd());
            case Call.GetSockOpt c -> List.of(c.fd());
            case Call.GetSockName c -> List.of(c.fd());
            case Call.GetPeerName c -> List.of(c.fd());
            // Those that make one, one that says of each what is wrong, and those that are not made at all.
            case Call.Socket _,
                    Call.EpollCreate _,
                    Call.Poll _,
                    Call.Pipe _,
                    Call.Splice _,
                    Call.Sendfile _,
                    Call.Other _ -> List.of();
        };
    }
}
