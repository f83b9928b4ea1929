package org.ouzel.core.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads addresses in text form: IPv4 as four decimal numbers, IPv6 as RFC 4291 §2.2 has it. Strict, since a text that another
 * program reads as another address, or as none, had better be refused (RFC 6943 §3.1.1, §3.1.2): no missing parts, no leading
 * zeros in IPv4, no zones, no names.
 */
final class AddressText {
    private static final int BYTES = 4;
    private static final int MAX_BYTE_DIGITS = 3;
    private static final int GROUPS = 8;
    private static final int MAX_GROUP_DIGITS = 4;
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;
    private static final String GAP = "::";

    private final String text;

    private AddressText(String text) {
        this.text = text;
    }

    static IpAddress parse(String text) {
        AddressText address = new AddressText(text);
        return text.indexOf(':') < 0 ? new Ipv4Address(address.quad(text)) : address.ipv6();
    }

    private int quad(String part) {
        String[] numbers = part.split("\\.", -1);
        if (numbers.length != BYTES) {
            throw wrong("four numbers make an IPv4 address");
        }
        int bits = 0;
        for (String number : numbers) {
            boolean leadingZero = number.length() > 1 && number.charAt(0) == '0';
            int value = number(number, DECIMAL, MAX_BYTE_DIGITS);
            if (leadingZero || value > 0xff) {
                throw wrong(number + " is no decimal number from 0 to 255");
            }
            bits = (bits << Byte.SIZE) | value;
        }
        return bits;
    }

    private Ipv6Address ipv6() {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            List<Integer> groups = groups(text, true);
            if (groups.size() != GROUPS) {
                throw wrong("eight groups make an IPv6 address");
            }
            return address(groups, List.of());
        }
        List<Integer> before = groups(text.substring(0, gap), false);
        List<Integer> after = groups(text.substring(gap + GAP.length()), true);
        // RFC 4291 §2.2: "The use of "::" indicates one or more groups of 16 bits of zeros."
        if (before.size() + after.size() >= GROUPS) {
            throw wrong(":: leaves nothing out");
        }
        return address(before, after);
    }

    /** The groups of a part without a gap; none if it is empty. */
    private List<Integer> groups(String part, boolean mayEndInQuad) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] pieces = part.split(":", -1);
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1;
            if (last && mayEndInQuad && pieces[i].indexOf('.') >= 0) {
                int quad = quad(pieces[i]);
                groups.add(quad >>> Short.SIZE);
                groups.add(quad & 0xffff);
            } else {
                groups.add(number(pieces[i], HEXADECIMAL, MAX_GROUP_DIGITS));
            }
        }
        return groups;
    }

    private Ipv6Address address(List<Integer> before, List<Integer> after) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < before.size(); i++) {
            groups[i] = before.get(i);
        }
        for (int i = 0; i < after.size(); i++) {
            groups[GROUPS - after.size() + i] = after.get(i);
        }
        Ipv6Address address = new Ipv6Address(half(groups, 0), half(groups, GROUPS / 2));
        // They stand for IPv4 addresses inside programs and never in packets; which version was meant is not ours to
        // guess.
        if (address.isIpv4Mapped()) {
            throw wrong("an IPv4-mapped address (RFC 4291 §2.5.5.2) is no address of a host; write it as IPv4");
        }
        return address;
    }

    private static long half(int[] groups, int from) {
        long half = 0;
        for (int i = from; i < from + GROUPS / 2; i++) {
            half = (half << Short.SIZE) | groups[i];
        }
        return half;
    }

    /** Digits of ASCII alone: the JDK's own parsers take those of every script, and signs. */
    private int number(String digits, int radix, int maxDigits) {
        if (digits.isEmpty() || digits.length() > maxDigits) {
            throw wrong("\"" + digits + "\" has not 1 to " + maxDigits + " digits");
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            int digit = character < 0x80 ? Character.digit(character, radix) : -1;
            if (digit < 0) {
                throw wrong("\"" + digits + "\" is no number");
            }
            value = value * radix + digit;
        }
        return value;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("not an IP address: \"" + text + "\": " + why);
    }
}
