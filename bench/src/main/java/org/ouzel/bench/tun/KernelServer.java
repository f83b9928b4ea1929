package org.ouzel.bench.tun;

import java.io.IOException;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.PlainSockets;
import org.ouzel.bench.blocking.Service;
import org.ouzel.bench.blocking.Sockets;

/** The process in which the kernel serves, in the namespace that the process is in. */
public final class KernelServer {
    private KernelServer() {}

    /**
     * Serves until the parent ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        ParentProcess.endWithIt();
        Sockets sockets = new PlainSockets();
        Service.start(
                _ -> sockets,
                Addresses.SERVER,
                Thread.ofPlatform().name("server-", 0).factory());
        System.out.println(AskedProcess.ANSWER);
    }
}
