package org.ouzel.drill.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What it does to Ouzel to set one of the settings of another system. */
sealed interface Effect {
    /** What it does, for people. */
    String meaning();

    /**
     * Sets it.
     *
     * @throws BadSetting if the value is not understood, or not to be had
     */
    void set(Draft draft, String value) throws BadSetting;

    /** What it is set to, if that can be told. */
    Optional<String> value(Draft draft);

    /** One of Ouzel's settings is set. */
    record Sets(Knob<?> knob, Unit unit) implements Effect {
        @Override
        public String meaning() {
            return "sets `" + knob.name() + "`" + unit.meaning();
        }

        @Override
        public void set(Draft draft, String value) throws BadSetting {
            knob.set(draft, unit.ours(value));
        }

        @Override
        public Optional<String> value(Draft draft) {
            return unit.theirs(knob.shown(draft));
        }
    }

    /** Several are, by a rule. */
    record Does(Rule rule) implements Effect {
        @Override
        public String meaning() {
            return rule.meaning();
        }

        @Override
        public void set(Draft draft, String value) throws BadSetting {
            rule.set(draft, value);
        }

        @Override
        public Optional<String> value(Draft draft) {
            return rule.value(draft);
        }
    }

    /** Ouzel is always as with these values. */
    record Is(List<Values> values, String why) implements Effect {
        @Override
        public String meaning() {
            if (values.contains(new Values.Any())) {
                return "has no effect: " + why;
            }
            String all = values.stream().map(Values::written).collect(Collectors.joining(" or "));
            return "is always " + all + ": " + why;
        }

        @Override
        public void set(Draft draft, String value) throws BadSetting {
            if (values.stream().noneMatch(known -> known.contain(value))) {
                throw new BadSetting("it " + meaning());
            }
        }

        @Override
        public Optional<String> value(Draft draft) {
            return values.size() == 1 ? values.getFirst().only() : Optional.empty();
        }
    }

    /** Ouzel has nothing like it. */
    record Lacks(String why) implements Effect {
        @Override
        public String meaning() {
            return "is not to be had: " + why;
        }

        @Override
        public void set(Draft draft, String value) throws BadSetting {
            throw new BadSetting("it " + meaning());
        }

        @Override
        public Optional<String> value(Draft draft) {
            return Optional.empty();
        }
    }
}
