package org.ouzel.bench.tun;

import java.io.IOException;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Service;
import org.ouzel.os.TunLink;
import org.ouzel.stack.StackHost;

/** The process in which Ouzel serves, behind a TUN device in the namespace that the process is in. */
public final class OuzelServer {
    private OuzelServer() {}

    /**
     * Serves until the parent ends.
     *
     * @param arguments the framing
     */
    public static void main(String[] arguments) throws IOException {
        ParentProcess.endWithIt();
        TunLink link = TunLink.open(Framing.valueOf(arguments[0]).device());
        StackHost host = StackHost.builder()
                .name("bench")
                .link(link, Addresses.SERVER_SIDE)
                .open();
        Service.start(
                new HostSockets(host, true),
                Addresses.SERVER,
                Thread.ofPlatform().name("server-", 0).factory());
        System.out.println(AskedProcess.ANSWER);
    }
}
