package org.ouzel.bench.tun;

import java.io.IOException;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.ParentProcess;
import org.ouzel.bench.blocking.EventServer;
import org.ouzel.bench.blocking.Service;

/**
 * The process in which the kernel serves what sends back what it gets, each by one thread that is told of each change, in the namespace that
 * the process is in: what {@link CalledServer} does, with the kernel's TCP.
 */
public final class KernelEventServer {
    private KernelEventServer() {}

    /**
     * Serves until the parent ends.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        ParentProcess.endWithIt();
        EventServer echo = new EventServer(Service.ECHO.at(Addresses.SERVER));
        EventServer brief = new EventServer(Service.BRIEF.at(Addresses.SERVER));
        start("echo", echo);
        start("brief", brief);
        System.out.println(AskedProcess.ANSWER);
    }

    private static void start(String name, EventServer server) {
        Thread.ofPlatform().name(name).start(server::run);
    }
}
