package org.ouzel.drill.script;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What happens at an event. */
public sealed interface Action {
    /** Where it is written. */
    Position position();

    /**
     * A packet comes in or is to go out.
     *
     * @param packet the packet
     */
    record Packet(PacketSpec packet) implements Action {
        @Override
        public Position position() {
            return packet.position();
        }
    }

    /**
     * A system call.
     *
     * @param position where its name is written
     * @param untilNs for a call that blocks, when it is to return, counted from where the event's time is counted from
     * @param name the name of the call
     * @param arguments what it is given
     * @param result what it is to give
     */
    record Call(Position position, OptionalLong untilNs, String name, List<Expression> arguments, CallResult result)
            implements Action {
        /** Copies the list. */
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * What a call gives.
     *
     * @param value what it returns
     * @param errno the name of the error, if it fails
     * @param note what the script says of it in parentheses; it means nothing
     */
    record CallResult(Expression value, Optional<String> errno, Optional<String> note) {}

    /**
     * A command for the shell.
     *
     * @param position where it begins
     * @param command the text between the back quotes
     */
    record Shell(Position position, String command) implements Action {}

    /**
     * A piece of code that looks at the figures of the connection.
     *
     * @param position where it begins
     * @param text the text between the brackets, without the blanks around
     */
    record Code(Position position, String text) implements Action {}
}
