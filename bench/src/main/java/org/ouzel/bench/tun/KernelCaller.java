package org.ouzel.bench.tun;

import java.io.IOException;
import org.ouzel.bench.blocking.Answers;
import org.ouzel.bench.blocking.PlainSockets;

/** The process in which the kernel calls, from the namespace that the process is in. */
public final class KernelCaller {
    private KernelCaller() {}

    /**
     * Answers until the parent ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        Answers.give(
                new PlainSockets(),
                Addresses.SERVER,
                Thread.ofPlatform().name("caller-", 0).factory());
    }
}
