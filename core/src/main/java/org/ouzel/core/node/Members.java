package org.ouzel.core.node;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.IpAddress;

/** The blocks of a node on which something is open: by their names, by themselves, and by when they want to be called. */
final class Members {
    private final Names named;
    private final Map<Tcb, Member> all = new HashMap<>();
    private final Deadlines<Member> deadlines = new Deadlines<>();
    private final Vigil vigil = new Vigil();
    private final SequencedSet<Member> resting = new LinkedHashSet<>();

    /**
     * Nobody.
     *
     * @param key the secret that keeps peers from choosing names that stand in one place
     */
    Members(SipHash key) {
        this.named = new Names(key);
    }

    /** The one that has the connection with this name; null if there is none. */
    @Nullable
    Member named(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        return named.get(local, localPort, remote, remotePort);
    }

    /** The same. */
    @Nullable
    Member named(FourTuple tuple) {
        return named(tuple.localAddress(), tuple.localPort(), tuple.remoteAddress(), tuple.remotePort());
    }

    boolean isNamed(FourTuple tuple) {
        return named(tuple) != null;
    }

    boolean isPortNamed(int port) {
        return named.members().map(Member::requireName).anyMatch(tuple -> tuple.localPort() == port);
    }

    /** What is kept of a block; null if nothing is open on it. */
    @Nullable
    Member of(Tcb tcb) {
        return all.get(tcb);
    }

    /** Something is opened on a block. */
    Member enter(Tcb tcb) {
        return all.computeIfAbsent(tcb, Member::new);
    }

    /** The member's connection has a name now. */
    void name(Member member, FourTuple tuple) {
        member.name(tuple);
        named.put(tuple, member);
    }

    /** The member has no connection any more. */
    void unname(Member member) {
        resting.remove(member);
        FourTuple name = member.name();
        if (name != null) {
            named.remove(name);
            member.name(null);
        }
    }

    /** Nothing is open on the member's block any more. */
    void leave(Member member) {
        unname(member);
        deadlines.set(member.deadline(), Long.MAX_VALUE);
        Vigil.Watch watch = member.watch();
        if (watch != null) {
            watch.end();
        }
        all.remove(member.tcb());
    }

    /** The member is in TIME-WAIT. */
    void rest(Member member) {
        resting.add(member);
    }

    /** The member that has been longest in TIME-WAIT. */
    Member restingLongest() {
        return resting.getFirst();
    }

    /** How many are in TIME-WAIT. */
    int resting() {
        return resting.size();
    }

    /** The connections and their states, in the order of their names. */
    SortedMap<FourTuple, State> states() {
        SortedMap<FourTuple, State> states = new TreeMap<>();
        named.members()
                .forEach(member -> states.put(member.requireName(), member.tcb().state()));
        return states;
    }

    /** How many connections there are, TIME-WAIT included. */
    int connections() {
        return named.size();
    }

    /** How many there are that are not in TIME-WAIT. */
    int live() {
        return named.size() - resting.size();
    }

    /** Takes note of when the member's block wants to be called. */
    void schedule(Member member) {
        deadlines.set(member.deadline(), member.tcb().nextDeadline());
    }

    /** Something has happened to the member: those to which nothing has happened for long need little memory from now on. */
    void touch(Member member, long now) {
        vigil.touch(member, now);
    }

    long nextDeadline() {
        return deadlines.next();
    }

    /** One whose deadline has passed; it has none until it is scheduled again. */
    Optional<Member> takeDue(long now) {
        return deadlines.takeDue(now);
    }

    int deadlines() {
        return deadlines.size();
    }
}
