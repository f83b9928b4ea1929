package org.ouzel.drill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.drill.posix.Symbols;

/**
 * One line of code: {@code assert EXPRESSION}, and a message behind a comma. Expressions have numbers, names of figures and of
 * constants, parentheses, arithmetic, comparisons (also in a row, as Python has them), {@code and}, {@code or}, {@code not}. A truth
 * is 1 or 0.
 */
final class Assertion {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(0[xX][0-9a-fA-F]+|[0-9]+(?:\\.[0-9]+)?)|([A-Za-z_][A-Za-z_0-9]*)|(<<|>>|<=|>=|==|!=|&&|\\|\\||//|\\*\\*|[-+*/%&|^~<>()!,]))");

    private final int line;
    private final String text;
    private final Map<String, Long> figures;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Assertion(int line, String text, Map<String, Long> figures) {
        this.line = line;
        this.text = text;
        this.figures = figures;
    }

    /** Throws if it does not hold. */
    void check() throws Stop {
        read();
        if (!take("assert")) {
            throw notUnderstood("only assertions are understood");
        }
        double value = either();
        if (at < tokens.size() && !peek().equals(",")) {
            throw notUnderstood("\"" + peek() + "\" is not understood");
        }
        if (value == 0) {
            throw Stop.failed(line, "not so: " + text + "\n  connection: " + Assertions.text(figures));
        }
    }

    // The message is left as it is: behind the first comma that no parenthesis is around.
    private void read() throws Stop {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        int depth = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            String token = matcher.group().strip();
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            tokens.add(token);
            end = matcher.end();
            if (token.equals(",") && depth == 0) {
                return;
            }
        }
        if (!text.substring(end).isBlank()) {
            throw notUnderstood("\"" + text.substring(end).strip() + "\" is not understood");
        }
    }

    private Stop notUnderstood(String why) {
        return Stop.unsupported(line, "code: " + text + ": " + why);
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean take(String token) {
        if (peek().equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }

    private double either() throws Stop {
        double left = both();
        while (take("or") || take("||")) {
            double right = both();
            left = left != 0 ? left : right;
        }
        return left;
    }

    private double both() throws Stop {
        double left = negation();
        while (take("and") || take("&&")) {
            double right = negation();
            left = left == 0 ? left : right;
        }
        return left;
    }

    private double negation() throws Stop {
        return take("not") ? truth(negation() == 0) : comparison();
    }

    private double comparison() throws Stop {
        double left = bits();
        boolean compared = false;
        boolean holds = true;
        while (List.of("==", "!=", "<=", ">=", "<", ">").contains(peek())) {
            String operator = tokens.get(at++);
            double right = bits();
            compared = true;
            holds &= compare(operator, Double.compare(left, right));
            left = right;
        }
        return compared ? truth(holds) : left;
    }

    private static boolean compare(String operator, int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order > 0;
        };
    }

    private double bits() throws Stop {
        double left = sum();
        while (List.of("&", "|", "^", "<<", ">>").contains(peek())) {
            String operator = tokens.get(at++);
            long right = (long) sum();
            left = switch (operator) {
                case "&" -> (long) left & right;
                case "|" -> (long) left | right;
                case "^" -> (long) left ^ right;
                case "<<" -> (long) left << right;
                default -> (long) left >> right;
            };
        }
        return left;
    }

    private double sum() throws Stop {
        double left = product();
        while (List.of("+", "-").contains(peek())) {
            left = tokens.get(at++).equals("+") ? left + product() : left - product();
        }
        return left;
    }

    private double product() throws Stop {
        double left = factor();
        while (List.of("*", "/", "//", "%").contains(peek())) {
            String operator = tokens.get(at++);
            double right = factor();
            if (right == 0 && !operator.equals("*")) {
                throw Stop.failed(line, "a division by zero: " + text);
            }
            left = switch (operator) {
                case "*" -> left * right;
                case "/" -> left / right;
                case "//" -> Math.floor(left / right);
                default -> left - Math.floor(left / right) * right;
            };
        }
        return left;
    }

    private double factor() throws Stop {
        if (take("-")) {
            return -factor();
        }
        if (take("+")) {
            return factor();
        }
        if (take("~")) {
            return ~(long) factor();
        }
        if (take("!")) {
            return truth(factor() == 0);
        }
        if (take("(")) {
            double inside = either();
            if (!take(")")) {
                throw notUnderstood("a closing parenthesis is missing");
            }
            return inside;
        }
        return operand();
    }

    private double operand() throws Stop {
        String token = peek();
        at++;
        if (token.isEmpty()) {
            throw notUnderstood("something is missing at its end");
        }
        if (Character.isDigit(token.charAt(0))) {
            return token.startsWith("0x") || token.startsWith("0X") ? Long.decode(token) : Double.parseDouble(token);
        }
        return switch (token) {
            case "True", "true" -> 1;
            case "False", "false" -> 0;
            case "abs", "min", "max" -> function(token);
            default -> name(token);
        };
    }

    private double function(String name) throws Stop {
        List<Double> given = new ArrayList<>();
        if (!take("(")) {
            throw notUnderstood(name + " is a function");
        }
        do {
            given.add(either());
        } while (take(","));
        if (!take(")")) {
            throw notUnderstood("a closing parenthesis is missing");
        }
        return switch (name) {
            case "abs" -> Math.abs(given.getFirst());
            case "min" -> given.stream().min(Double::compare).orElseThrow();
            default -> given.stream().max(Double::compare).orElseThrow();
        };
    }

    private double name(String name) throws Stop {
        Long figure = figures.get(name);
        if (figure != null) {
            return figure;
        }
        OptionalLong constant = Symbols.number(name);
        return constant.orElseThrow(() -> notUnderstood("the name " + name + " is not known"));
    }
}
