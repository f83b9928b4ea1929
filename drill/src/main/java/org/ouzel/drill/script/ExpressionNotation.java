package org.ouzel.drill.script;

import java.util.List;
import java.util.stream.Collectors;

/** Writes arguments of system calls. */
final class ExpressionNotation {
    private ExpressionNotation() {}

    static String of(Expression expression) {
        return switch (expression) {
            case Expression.Ellipsis _ -> "...";
            case Expression.Star _ -> "*";
            case Expression.Numeral number ->
                number.hexadecimal() ? "0x" + Long.toHexString(number.value()) : Long.toString(number.value());
            case Expression.Symbol symbol -> symbol.name();
            case Expression.Text text -> "\"" + Escapes.write(text.value()) + "\"" + (text.open() ? "..." : "");
            case Expression.Or or ->
                or.terms().stream().map(ExpressionNotation::of).collect(Collectors.joining("|"));
            case Expression.Array array -> "[" + list(array.elements()) + "]";
            case Expression.Struct struct -> "{" + list(struct.entries()) + "}";
            case Expression.Field field ->
                field.name() + field.size().map(size -> "(" + of(size) + ")").orElse("") + "=" + of(field.value());
            case Expression.Function function -> function.name() + "(" + list(function.arguments()) + ")";
            case Expression.AddressOf address -> "&" + of(address.operand());
            case Expression.Labels labels -> "{" + PacketNotation.labels(labels.labels()) + "}";
            case Expression.Gre gre -> "{" + PacketNotation.greFields(gre.header()) + "}";
        };
    }

    static String list(List<Expression> expressions) {
        return expressions.stream().map(ExpressionNotation::of).collect(Collectors.joining(", "));
    }
}
