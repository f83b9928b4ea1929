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

    /** Whether this is one of them. */
    public static boolean isKnown() {
        return isKnown(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    private static boolean isKnown(String system, String processor) {
        return system.equals("Linux") && PROCESSORS.contains(processor.toLowerCase(Locale.ROOT));
    }

    static void require(String what, String system, String processor) {
        if (!isKnown(system, processor)) {
            throw new UnsupportedOperationException(
                    what + " needs Linux on x86-64 or AArch64; this is " + system + " on " + processor);
        }
    }
}
