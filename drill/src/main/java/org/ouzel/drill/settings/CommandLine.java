package org.ouzel.drill.settings;

import java.util.List;
import java.util.Optional;

/**
 * What a shell is to do: pipelines, one after the other.
 *
 * @param steps the pipelines
 */
record CommandLine(List<Step> steps) {
    CommandLine {
        steps = List.copyOf(steps);
    }

    /** When a pipeline is run. */
    enum When {
        /** In any case. */
        ALWAYS,
        /** If the one before has succeeded. */
        AFTER_SUCCESS,
        /** If it has not. */
        AFTER_FAILURE
    }

    /**
     * A pipeline.
     *
     * @param when when it is run
     * @param next when the one behind it is run
     * @param negated whether its success is a failure
     * @param commands commands, each reading what the one before it writes
     */
    record Step(When when, When next, boolean negated, List<Simple> commands) {
        Step {
            commands = List.copyOf(commands);
        }

        /** Whether nothing stands behind it that looks at how it went. */
        boolean isToSucceed() {
            return next == When.ALWAYS && !negated;
        }

        /** Whether what stands behind it is not run. */
        boolean isExit() {
            return commands.size() == 1
                    && commands.getFirst().words().getFirst().equals(new Word(List.of(new Piece.Text("exit"))));
        }
    }

    /**
     * A command.
     *
     * @param words its name and what it is given
     * @param output the file that it writes to instead
     */
    record Simple(List<Word> words, Optional<Word> output) {
        Simple {
            words = List.copyOf(words);
        }
    }

    /**
     * A word.
     *
     * @param pieces what it is put together from
     */
    record Word(List<Piece> pieces) {
        Word {
            pieces = List.copyOf(pieces);
        }
    }

    /** A part of a word. */
    sealed interface Piece {
        /** As it stands. */
        record Text(String text) implements Piece {}

        /** What a command writes. */
        record Substitution(CommandLine command) implements Piece {}
    }

    /** Reads a command. */
    static CommandLine parse(String text) throws CommandNotUnderstood {
        return new CommandParser(text).all();
    }
}
