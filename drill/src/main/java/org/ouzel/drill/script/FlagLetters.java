package org.ouzel.drill.script;

import java.util.Optional;

/** Flags as scripts write them: a letter each, a period for an acknowledgment, a digit for the three bits of AccECN. */
final class FlagLetters {
    static final String EXPECTED = "flags: letters of SFRPUEWAC, a period, a digit up to 7, or -";

    private static final String LETTERS = "FSRP.UEWA";

    private FlagLetters() {}

    /** The flags, if the text is nothing but flags. */
    static Optional<FlagSet> read(String text) {
        int bits = 0;
        boolean numbered = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            int bit = LETTERS.indexOf(letter == 'C' ? 'W' : letter);
            if (bit >= 0) {
                bits |= 1 << bit;
            } else if (letter >= '0' && letter <= '7' && !numbered) {
                numbered = true;
                bits |= (letter - '0') << FlagSet.ACE_SHIFT;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new FlagSet(bits));
    }

    /** The flags in letters, the period last. */
    static String write(FlagSet flags) {
        if (flags.bits() == 0) {
            return "-";
        }
        StringBuilder text = new StringBuilder();
        for (char letter : "SFRPUEWA.".toCharArray()) {
            if (flags.has(1 << LETTERS.indexOf(letter))) {
                text.append(letter);
            }
        }
        return text.toString();
    }
}
