package org.ouzel.sim.box;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.ouzel.sim.box.Ends.End;

/**
 * A translator's table: which external port stands for which inside end, whoever the peer is (endpoint-independent mapping,
 * RFC 5382 REQ-1), and which peers may answer (address and port-dependent filtering, RFC 5382 §4.2). What has expired is
 * forgotten when it is next met.
 */
final class NatMappings {
    private final NatSettings settings;
    private final SplittableRandom random;
    private final Map<Name, Mapping> byInside = new HashMap<>();
    private final Map<Integer, Map<Integer, Mapping>> byPort = new HashMap<>();

    NatMappings(NatSettings settings, SplittableRandom random) {
        this.settings = settings;
        this.random = random;
    }

    private record Name(int protocol, End inside) {}

    /** An inside end and the external port that stands for it. */
    static final class Mapping {
        private final Name name;
        private final int port;
        private final Map<End, NatSession> sessions = new HashMap<>();

        private Mapping(Name name, int port) {
            this.name = name;
            this.port = port;
        }

        End inside() {
            return name.inside();
        }

        int port() {
            return port;
        }

        /** The conversation with a peer. */
        Optional<NatSession> session(End peer) {
            return Optional.ofNullable(sessions.get(peer));
        }

        /** Begins one, if there is none. */
        NatSession begin(End peer, NatSettings settings) {
            return sessions.computeIfAbsent(peer, unknown -> new NatSession(settings));
        }

        private boolean isOver(long now) {
            sessions.values().removeIf(session -> session.isOver(now));
            return sessions.isEmpty();
        }
    }

    /** The mapping of an inside end. */
    Optional<Mapping> ofInside(int protocol, End inside, long now) {
        return living(byInside.get(new Name(protocol, inside)), now);
    }

    /** The mapping that an external port stands for. */
    Optional<Mapping> ofPort(int protocol, int port, long now) {
        return living(ports(protocol).get(port), now);
    }

    private Optional<Mapping> living(@Nullable Mapping mapping, long now) {
        if (mapping == null || !mapping.isOver(now)) {
            return Optional.ofNullable(mapping);
        }
        byInside.remove(mapping.name);
        ports(mapping.name.protocol()).remove(mapping.port);
        return Optional.empty();
    }

    private Map<Integer, Mapping> ports(int protocol) {
        return byPort.computeIfAbsent(protocol, unknown -> new HashMap<>());
    }

    /** Gives an inside end a port: one drawn, or the next that is free; empty if none is. */
    Optional<Mapping> create(int protocol, End inside, long now) {
        int count = settings.lastPort() - settings.firstPort() + 1;
        int first = random.nextInt(count);
        for (int tried = 0; tried < count; tried++) {
            int port = settings.firstPort() + (first + tried) % count;
            if (ofPort(protocol, port, now).isEmpty()) {
                Mapping mapping = new Mapping(new Name(protocol, inside), port);
                byInside.put(mapping.name, mapping);
                ports(protocol).put(port, mapping);
                return Optional.of(mapping);
            }
        }
        return Optional.empty();
    }

    /** Forgets all. */
    void clear() {
        byInside.clear();
        byPort.clear();
    }
}
