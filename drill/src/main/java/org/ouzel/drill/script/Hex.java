package org.ouzel.drill.script;

import java.util.HexFormat;
import java.util.Locale;

/**
 * Some bytes.
 *
 * @param digits two hexadecimal digits for each byte, in lower case
 */
public record Hex(String digits) {
    /** No bytes. */
    public static final Hex EMPTY = new Hex("");

    /** Rejects what is not made of whole bytes. */
    public Hex {
        digits = digits.toLowerCase(Locale.ROOT);
        HexFormat.of().parseHex(digits);
    }

    /** Those bytes. */
    public static Hex of(byte[] bytes) {
        return new Hex(HexFormat.of().formatHex(bytes));
    }

    /** The bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(digits);
    }
}
