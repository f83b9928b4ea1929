package org.ouzel.drill.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ouzel.core.wire.IpAddress;
import org.ouzel.drill.record.CaptureFile.Captured;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.wire.CannotBeRead;
import org.ouzel.drill.wire.Packet;
import org.ouzel.drill.wire.Segment;

/** Finds the connections of a capture, and writes down one of them. */
public final class Recorder {
    private final Map<Set<Endpoint>, Connection> connections = new LinkedHashMap<>();

    private record Endpoint(IpAddress address, int port) {}

    /**
     * A segment that went by.
     *
     * @param at when
     * @param from who sent it
     */
    record Passed(long at, IpAddress from, Segment segment) {}

    /**
     * A connection, from its first SYN on.
     *
     * @param server who answers that
     */
    record Connection(IpAddress client, IpAddress server, List<Passed> segments) {}

    private Recorder() {}

    /**
     * A script of one connection.
     *
     * @param packets what was captured
     * @param number which connection, counted from 1 in the order of their first SYNs
     * @param host the host under test; the one that answers the SYN if it is not told
     * @throws IOException if there is no such connection, or the host has no part in it
     */
    public static String script(List<Captured> packets, int number, Optional<IpAddress> host) throws IOException {
        Recorder recorder = new Recorder();
        for (Captured packet : packets) {
            recorder.add(packet);
        }
        List<Connection> all = new ArrayList<>(recorder.connections.values());
        if (number < 1 || number > all.size()) {
            throw new IOException("no connection " + number + ": the capture has the beginning of " + all.size());
        }
        Connection connection = all.get(number - 1);
        IpAddress tested = host.orElse(connection.server());
        if (!tested.equals(connection.server()) && !tested.equals(connection.client())) {
            throw new IOException("connection " + number + " is between " + connection.client() + " and "
                    + connection.server() + ", not of " + tested);
        }
        return new Writing(connection, tested).script();
    }

    private void add(Captured captured) {
        Packet packet;
        try {
            packet = Packet.read(captured.bytes());
        } catch (CannotBeRead notOurs) {
            return;
        }
        if (!packet.around().isEmpty() || !(packet.content() instanceof Segment segment)) {
            return;
        }
        Ports ports = segment.ports();
        IpAddress from = packet.ip().source();
        IpAddress to = packet.ip().destination();
        Endpoint source = new Endpoint(from, ports.source());
        Endpoint destination = new Endpoint(to, ports.destination());
        if (source.equals(destination)) {
            return;
        }
        Set<Endpoint> ends = Set.of(source, destination);
        boolean request = segment.has(FlagSet.SYN) && !segment.has(FlagSet.ACK);
        if (request) {
            connections.computeIfAbsent(ends, _ -> new Connection(from, to, new ArrayList<>()));
        }
        Connection connection = connections.get(ends);
        if (connection != null) {
            connection.segments().add(new Passed(captured.at(), from, segment));
        }
    }
}
