package org.ouzel.drill.run;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.posix.Address;
import org.ouzel.drill.posix.Call;
import org.ouzel.drill.posix.Symbols;
import org.ouzel.drill.script.Expression;
import org.ouzel.drill.script.Notation;

/** What the expressions of a script stand for on the host under test. */
final class Values {
    private final Network network;

    /** The numbers that the host has given to the descriptors that a script numbers itself. */
    private final Map<Long, Integer> descriptors = new HashMap<>();

    Values(Network network) {
        this.network = network;
    }

    Network network() {
        return network;
    }

    /** The host has made a descriptor where the script has written a number for one. */
    void onDescriptor(long written, int made) {
        descriptors.put(written, made);
    }

    /** A descriptor. */
    int descriptor(Expression expression) throws Stop {
        long written = number(expression);
        return descriptors.getOrDefault(written, (int) written);
    }

    /** The descriptor as the script numbers it. */
    long written(int descriptor) {
        return descriptors.entrySet().stream()
                .filter(entry -> entry.getValue() == descriptor)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse((long) descriptor);
    }

    /** A number. One that stands alone in brackets is meant too: what a pointer points to. */
    long number(Expression expression) throws Stop {
        return switch (expression) {
            case Expression.Numeral numeral -> numeral.value();
            case Expression.Symbol symbol -> symbol(symbol);
            case Expression.Or or -> {
                long bits = 0;
                for (Expression term : or.terms()) {
                    bits |= number(term);
                }
                yield bits;
            }
            case Expression.Function function
            when isByteOrder(function) -> number(function.arguments().getFirst());
            case Expression.Array array
            when array.elements().size() == 1 -> number(array.elements().getFirst());
            case Expression.AddressOf address -> number(address.operand());
            default -> throw unsupported(expression, "not a number: " + Notation.of(expression));
        };
    }

    private static boolean isByteOrder(Expression.Function function) {
        return List.of("htons", "htonl", "ntohs", "ntohl").contains(function.name())
                && function.arguments().size() == 1;
    }

    private static long symbol(Expression.Symbol symbol) throws Stop {
        OptionalLong number = Symbols.number(symbol.name());
        return number.orElseThrow(() -> unsupported(symbol, "a constant that is not known: " + symbol.name()));
    }

    /** A number, or what it is where the script leaves it open. */
    long number(Expression expression, long otherwise) throws Stop {
        return isOpen(expression) ? otherwise : number(expression);
    }

    /** Whether the script leaves it open. */
    static boolean isOpen(Expression expression) {
        return expression instanceof Expression.Ellipsis || expression instanceof Expression.Star;
    }

    /** So many bytes: those that are written, then zeros. */
    MemorySegment data(Expression written, Expression count) throws Stop {
        int length = (int) number(count, written instanceof Expression.Text text ? text.bytes().length : 0);
        if (written instanceof Expression.Text text) {
            return MemorySegment.ofArray(Arrays.copyOf(text.bytes(), length));
        }
        return Call.zeros(length);
    }

    // ---- Addresses

    /** An address of the host under test; where it is left open, any with the script's port. */
    Address local(Expression expression) throws Stop {
        IpAddress any = network.ipVersion() == 4 ? IpAddress.parse("0.0.0.0") : IpAddress.parse("::");
        return isOpen(expression) ? shown(any, network.bindPort()) : address(expression);
    }

    /** An address of the other host; where it is left open, the script's. */
    Address remote(Expression expression) throws Stop {
        return isOpen(expression) ? shown(network.remote(), network.connectPort()) : address(expression);
    }

    // To a socket of IPv6 an address of IPv4 is ::ffff:a.b.c.d, and "any" is "::".
    private Address shown(IpAddress address, int port) {
        if (!network.mappedSockets()) {
            return Address.of(address, port);
        }
        return Address.of(address.isUnspecified() ? IpAddress.parse("::") : Addresses.mapped(address), port);
    }

    private Address address(Expression expression) throws Stop {
        if (!(expression instanceof Expression.Struct struct)) {
            throw unsupported(expression, "not an address: " + Notation.of(expression));
        }
        long family = number(
                struct.field("sa_family").orElseThrow(() -> unsupported(expression, "an address without sa_family")));
        if (family == Address.AF_UNSPEC) {
            return Address.UNSPECIFIED;
        }
        Expression port = struct.field("sin_port")
                .or(() -> struct.field("sin6_port"))
                .orElseThrow(() -> unsupported(expression, "an address without a port"));
        Expression ip = struct.field("sin_addr")
                .or(() -> struct.field("sin6_addr"))
                .orElseThrow(() -> unsupported(expression, "an address without sin_addr"));
        return new Address((int) family, ip(ip), (int) number(port));
    }

    private IpAddress ip(Expression expression) throws Stop {
        if (expression instanceof Expression.Function function
                && !function.arguments().isEmpty()
                && function.arguments().getLast() instanceof Expression.Text text) {
            return Addresses.parse(text.value())
                    .orElseThrow(() -> unsupported(expression, "not an address: " + text.value()));
        }
        return Addresses.v4((int) number(expression));
    }

    static Stop unsupported(Expression expression, String reason) {
        return Stop.unsupported(expression.position().line(), reason);
    }
}
