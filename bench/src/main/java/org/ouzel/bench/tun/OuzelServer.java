package org.ouzel.bench.tun;

import java.io.IOException;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.HostSockets;
import org.ouzel.bench.blocking.Service;
import org.ouzel.bench.blocking.Sockets;
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
        Sockets inBulk = HostSockets.inBulk(host);
        Sockets atOnce = new HostSockets(host, true);
        Service.start(
                service -> service.isBulk() ? inBulk : atOnce,
                Addresses.SERVER,
                Thread.ofPlatform().name("server-", 0).factory());
        System.out.println(AskedProcess.ANSWER);
    }
}
