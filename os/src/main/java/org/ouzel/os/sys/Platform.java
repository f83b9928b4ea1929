package org.ouzel.os.sys;

import java.util.Locale;
import java.util.Set;

/** The systems whose numbers and structures {@link Abi} and its like have. */
public final class Platform {
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    private Platform() {}

    /**
     * Throws if this is none of them.
     *
     * @param what what cannot be had without, to begin the message
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or AArch64
     */
    public static void require(String what) {
        require(what, System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static void require(String what, String system, String processor) {
        if (!system.equals("Linux") || !PROCESSORS.contains(processor.toLowerCase(Locale.ROOT))) {
            throw new UnsupportedOperationException(
                    what + " needs Linux on x86-64 or AArch64; this is " + system + " on " + processor);
        }
    }
}
