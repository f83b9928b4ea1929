package org.ouzel.drill.settings;

import java.util.Optional;

/** Values that Ouzel is like. */
sealed interface Values {
    /** Reads them: {@code any}, a value, {@code 0-3} or {@code 64-}. */
    static Values parse(String text) {
        int dash = text.indexOf('-', 1);
        if (text.equals("any")) {
            return new Any();
        }
        if (dash < 0) {
            return new One(text);
        }
        String most = text.substring(dash + 1);
        return new Range(
                Long.parseLong(text.substring(0, dash)), most.isEmpty() ? Long.MAX_VALUE : Long.parseLong(most));
    }

    /** Whether it is one of them. */
    boolean contain(String value);

    /** The value, if there is only one. */
    default Optional<String> only() {
        return Optional.empty();
    }

    /** For people. */
    String written();

    /** Whatever it is set to. */
    record Any() implements Values {
        @Override
        public boolean contain(String value) {
            return true;
        }

        @Override
        public String written() {
            return "as it is, whatever is set";
        }
    }

    /** One value. */
    record One(String value) implements Values {
        @Override
        public boolean contain(String other) {
            return Unit.integer(value).isPresent()
                    ? Unit.integer(value).equals(Unit.integer(other))
                    : value.equals(other);
        }

        @Override
        public Optional<String> only() {
            return Optional.of(value);
        }

        @Override
        public String written() {
            return value;
        }
    }

    /** From one number to another. */
    record Range(long least, long most) implements Values {
        @Override
        public boolean contain(String value) {
            return Unit.integer(value)
                    .filter(number -> number >= least && number <= most)
                    .isPresent();
        }

        @Override
        public String written() {
            return most == Long.MAX_VALUE ? least + " and more" : least + " to " + most;
        }
    }
}
