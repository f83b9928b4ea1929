package org.ouzel.drill.run;

import java.util.Optional;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Output;

/**
 * A call of a script, with what its arguments stand for.
 *
 * @param call the call
 * @param output holds what the call has written to its arguments against what the script has written there
 */
record Bound(Call call, Check output) {
    /** A call that writes nothing that a script could speak of. */
    static Bound of(Call call) {
        return new Bound(call, _ -> Optional.empty());
    }

    /** What is wrong with what a call has written; empty if nothing is. */
    interface Check {
        Optional<String> problem(Output output) throws Stop;
    }

    /** Whether it makes a descriptor. */
    boolean makesDescriptor() {
        return switch (call) {
            case Call.Socket _, Call.Accept _, Call.EpollCreate _ -> true;
            default -> false;
        };
    }

    /** Whether it makes a connection, or begins to. */
    boolean makesConnection() {
        return switch (call) {
            case Call.Accept _, Call.Connect _ -> true;
            case Call.Send send -> send.address().isPresent();
            default -> false;
        };
    }
}
