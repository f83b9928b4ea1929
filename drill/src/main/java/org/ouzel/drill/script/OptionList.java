package org.ouzel.drill.script;

import java.util.List;

/** What a script says of the options of a segment. */
public sealed interface OptionList {
    /** No option: that is also what a script says by saying nothing. */
    OptionList NONE = new Listed(List.of());

    /**
     * These options, in this order.
     *
     * @param options the options
     */
    record Listed(List<TcpOption> options) implements OptionList {
        /** Copies the list. */
        public Listed {
            options = List.copyOf(options);
        }
    }

    /** Whatever they are: {@code <...>}. */
    record Unchecked() implements OptionList {}
}
