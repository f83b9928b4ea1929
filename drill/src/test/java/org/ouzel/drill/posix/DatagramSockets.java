package org.ouzel.drill.posix;

import static org.ouzel.drill.posix.TwoMachines.bytes;
import static org.ouzel.drill.posix.TwoMachines.value;

import java.util.List;
import java.util.Optional;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.core.wire.Ipv6Address;

/** Sockets for datagrams on two machines, and what is said to them. */
final class DatagramSockets {
    static final int PORT = 53;

    /** The server's address of version 4, as one of version 6. */
    static final Address MAPPED = Address.of(new Ipv6Address(0, 0xffff_c000_0202L), PORT);

    final TwoMachines machines = new TwoMachines();
    final TwoMachines.Host client = machines.client;
    final TwoMachines.Host server = machines.server;

    static Address at(String address, int port) {
        return Address.of(IpAddress.parse(address), port);
    }

    static int socket(TwoMachines.Host host, int family) {
        return (int) host.ok(new Call.Socket(family, Abi.SOCK_DGRAM, 0));
    }

    int bound() {
        int fd = socket(server, Address.AF_INET);
        server.ok(new Call.Bind(fd, at("0.0.0.0", PORT)));
        return fd;
    }

    int connected() {
        int fd = socket(client, Address.AF_INET);
        client.ok(new Call.Connect(fd, at(server.v4, PORT)));
        return fd;
    }

    static Call receive(int fd, int count, int flags) {
        return new Call.Recvmsg(fd, List.of(count), 0, flags);
    }

    static Output.Message message(Answer answer) {
        value(answer);
        return (Output.Message) ((Answer.Result) answer).output();
    }

    static Call send(int fd, String text) {
        return new Call.Send(fd, bytes(text), 0, Optional.empty());
    }
}
