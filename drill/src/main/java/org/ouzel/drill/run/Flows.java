package org.ouzel.drill.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ouzel.drill.script.FlagSet;
import org.ouzel.drill.script.Ports;
import org.ouzel.drill.script.TcpSpec;
import org.ouzel.drill.wire.Segment;

/** The connections of a script. Who writes no ports means the one that began last. */
final class Flows {
    private static final int FIRST_REMOTE_PORT = 40_000;

    private final Network network;
    private final List<Flow> flows = new ArrayList<>();
    private int boundPort;
    private int nextRemotePort = FIRST_REMOTE_PORT;

    Flows(Network network) {
        this.network = network;
        this.boundPort = network.bindPort();
    }

    /** The host under test waits for connections on that port. */
    void onBound(int port) {
        boundPort = port;
    }

    /** The connection that an inbound segment belongs to; a request may begin one. */
    Flow ofInbound(TcpSpec spec) {
        boolean request = spec.flags().has(FlagSet.SYN) && !spec.flags().has(FlagSet.ACK);
        Optional<Ports> ports = spec.ports();
        @Nullable Flow known = ports.isPresent() ? find(ports.get().reversed()) : last();
        long isn = spec.sequence().map(range -> range.start().orElse(0)).orElse(0L);
        if (known != null && request && known.takesRequest(isn, ports.isPresent())) {
            return known;
        }
        if (known != null && !request) {
            return synchronizedBefore(known);
        }
        Ports between = ports.orElseGet(() -> new Ports(nextRemotePort++, boundPort));
        return begin(new Flow(between.destination(), between.source(), false));
    }

    /** The connection that an outbound segment belongs to; a request begins one. */
    Optional<Flow> ofOutbound(Segment segment) {
        @Nullable Flow known = find(segment.ports());
        boolean request = segment.has(FlagSet.SYN) && !segment.has(FlagSet.ACK);
        if (known != null && !segment.has(FlagSet.SYN) && !segment.has(FlagSet.RST)) {
            return Optional.of(synchronizedBefore(known));
        }
        return known == null && request
                ? Optional.of(
                        begin(new Flow(segment.ports().source(), segment.ports().destination(), true)))
                : Optional.ofNullable(known);
    }

    /** The connection that a message of the host under test is about, which quotes a segment that came. */
    Flow ofQuoted(Ports inbound) {
        @Nullable Flow known = find(inbound.reversed());
        return known == null ? current() : known;
    }

    /** The one that began last; one without any number if none has. */
    Flow current() {
        @Nullable Flow last = last();
        return last == null ? begin(new Flow(network.bindPort(), nextRemotePort++, false)) : last;
    }

    /** A request may have come for ports on which a connection goes on: until it is answered, that one is meant. */
    private Flow synchronizedBefore(Flow newest) {
        if (newest.isUnanswered()) {
            Ports ports = new Ports(newest.localPort(), newest.remotePort());
            for (Flow flow : flows.reversed()) {
                if (flow != newest && flow.has(ports)) {
                    return flow;
                }
            }
        }
        return newest;
    }

    private Flow begin(Flow flow) {
        flows.add(flow);
        return flow;
    }

    private @Nullable Flow last() {
        return flows.isEmpty() ? null : flows.getLast();
    }

    private @Nullable Flow find(Ports outbound) {
        for (Flow flow : flows.reversed()) {
            if (flow.has(outbound)) {
                return flow;
            }
        }
        return null;
    }
}
