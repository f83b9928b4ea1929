package org.ouzel.drill.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.SipHash;

/** The keys of Fast Open's cookies as Linux writes them: {@code tcp_fastopen_key}, four words of 32 bits each, the first one lowest. */
final class CookieKeys {
    private static final Pattern KEY =
            Pattern.compile("([0-9a-fA-F]{1,8})-([0-9a-fA-F]{1,8})-([0-9a-fA-F]{1,8})-([0-9a-fA-F]{1,8})");

    private CookieKeys() {}

    /** One key, or two with a comma between; empty if it is neither. */
    static Optional<FastOpenKeys> read(String text) {
        String[] parts = text.strip().split(",", -1);
        Optional<SipHash> primary = key(parts[0]);
        Optional<SipHash> backup = parts.length == 2 ? key(parts[1]) : Optional.empty();
        boolean whole = parts.length == 1 || (parts.length == 2 && backup.isPresent());
        return whole ? primary.map(first -> new FastOpenKeys(first, backup)) : Optional.empty();
    }

    private static Optional<SipHash> key(String text) {
        Matcher words = KEY.matcher(text);
        return words.matches() ? Optional.of(new SipHash(half(words, 1), half(words, 3))) : Optional.empty();
    }

    private static long half(Matcher words, int from) {
        return word(words.group(from + 1)) << Integer.SIZE | word(words.group(from));
    }

    private static long word(String hex) {
        return Integer.toUnsignedLong(Integer.parseUnsignedInt(hex, 16));
    }

    /** The keys as they are read. */
    static String written(FastOpenKeys keys) {
        return written(keys.primary())
                + keys.backup().map(key -> "," + written(key)).orElse("");
    }

    private static String written(SipHash key) {
        return "%08x-%08x-%08x-%08x"
                .formatted((int) key.key0(), (int) (key.key0() >>> Integer.SIZE), (int) key.key1(), (int)
                        (key.key1() >>> Integer.SIZE));
    }
}
