package org.ouzel.drill.script;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An argument of a system call, or what it gives. */
public sealed interface Expression {
    /** Where it begins. */
    Position position();

    /**
     * Anything: {@code ...}.
     *
     * @param position where it is
     */
    record Ellipsis(Position position) implements Expression {}

    /**
     * Anything: {@code *}.
     *
     * @param position where it is
     */
    record Star(Position position) implements Expression {}

    /**
     * A number. One in hexadecimal may have all 64 bits.
     *
     * @param position where it begins
     * @param value the number
     * @param hexadecimal whether it is written so
     */
    record Numeral(Position position, long value, boolean hexadecimal) implements Expression {}

    /**
     * A name, such as that of a constant.
     *
     * @param position where it begins
     * @param name the name
     */
    record Symbol(Position position, String name) implements Expression {}

    /**
     * A string; several in a row are one.
     *
     * @param position where it begins
     * @param value what it stands for, each character one byte: those of the script beyond ASCII are in UTF-8
     * @param open whether more may follow: {@code "abc"...}
     */
    record Text(Position position, String value, boolean open) implements Expression {
        /** The bytes that it stands for, without a NUL at the end. */
        public byte[] bytes() {
            return value.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Bits of several values: {@code A|B|C}.
     *
     * @param terms the values, two at least
     */
    record Or(List<Expression> terms) implements Expression {
        /** Copies the list. */
        public Or {
            terms = List.copyOf(terms);
        }

        @Override
        public Position position() {
            return terms.getFirst().position();
        }
    }

    /**
     * A list in brackets.
     *
     * @param position where it begins
     * @param elements what is in it
     */
    record Array(Position position, List<Expression> elements) implements Expression {
        /** Copies the list. */
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A structure in braces. Its entries are {@link Field}s, or values whose place says what they are.
     *
     * @param position where it begins
     * @param entries what is in it
     */
    record Struct(Position position, List<Expression> entries) implements Expression {
        /** Copies the list. */
        public Struct {
            entries = List.copyOf(entries);
        }

        /** The value of the field of that name, if it is there. */
        public Optional<Expression> field(String name) {
            for (Expression entry : entries) {
                if (entry instanceof Field field && field.name().equals(name)) {
                    return Optional.of(field.value());
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A value with its name: {@code name=value}, or {@code name(size)=value}.
     *
     * @param position where it begins
     * @param name the name
     * @param size what is in parentheses behind the name
     * @param value the value
     */
    record Field(Position position, String name, Optional<Expression> size, Expression value) implements Expression {}

    /**
     * A function: {@code htons(80)}.
     *
     * @param position where it begins
     * @param name the name of the function
     * @param arguments what it is given
     */
    record Function(Position position, String name, List<Expression> arguments) implements Expression {
        /** Copies the list. */
        public Function {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * The address of something: {@code &x}.
     *
     * @param position where it begins
     * @param operand what it is the address of
     */
    record AddressOf(Position position, Expression operand) implements Expression {}

    /**
     * A stack of MPLS labels in braces.
     *
     * @param position where it begins
     * @param labels the labels, the outermost first
     */
    record Labels(Position position, List<MplsLabel> labels) implements Expression {
        /** Copies the list. */
        public Labels {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A GRE header in braces.
     *
     * @param position where it begins
     * @param header the header
     */
    record Gre(Position position, Encapsulation.Gre header) implements Expression {}
}
