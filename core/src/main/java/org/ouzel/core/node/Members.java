package org.ouzel.core.node;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ouzel.core.node.TimeWaits.Resting;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.SipHash;
import org.ouzel.core.tcp.State;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.tcp.TimeWait;
import org.ouzel.core.wire.IpAddress;

/** The blocks of a node on which something is open, and the names that rest: by their names, and by when they want to be called. */
final class Members implements Ports.Taken {
    private final Names named;

    /** Those whose open waits for a connection, which have no name. */
    private final SequencedSet<Member> waiting = new LinkedHashSet<>();

    private final Deadlines<Member> deadlines = new Deadlines<>();
    private final Vigil vigil = new Vigil();
    private final TimeWaits timeWaits = new TimeWaits();
    private final Territory territory;
    private final Crowds crowds;

    /**
     * Nobody.
     *
     * @param key the secret that keeps peers from choosing names that stand in one place
     * @param territory which names are the node's
     */
    Members(SipHash key, Territory territory) {
        this.named = new Names(key);
        this.territory = territory;
        this.crowds = new Crowds(territory);
    }

    /** What has this name; null if nothing does. */
    @Nullable
    Named named(IpAddress local, int localPort, IpAddress remote, int remotePort) {
        return named.get(local, localPort, remote, remotePort);
    }

    /** The same. */
    @Nullable
    Named named(FourTuple tuple) {
        return named(tuple.localAddress(), tuple.localPort(), tuple.remoteAddress(), tuple.remotePort());
    }

    @Override
    public boolean isNamed(FourTuple tuple) {
        return named(tuple) != null;
    }

    @Override
    public BitSet toward(FourTuple destination) {
        return crowds.toward(destination, this::isNamed);
    }

    boolean isPortNamed(int port) {
        return names().anyMatch(tuple -> tuple.localPort() == port);
    }

    private Stream<FourTuple> names() {
        return named.all().map(Named::name).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /** What is kept of a block; null if nothing is open on it, TIME-WAIT apart. */
    @Nullable
    Member of(Tcb tcb) {
        return tcb.keeper() instanceof Member member ? member : null;
    }

    /** Those on which something is open, TIME-WAIT apart: first those who wait, then the others in the order of their names. */
    Stream<Member> all() {
        SortedMap<FourTuple, Member> connected = new TreeMap<>();
        named.all().forEach(each -> {
            if (each instanceof Member member) {
                connected.put(Objects.requireNonNull(member.name()), member);
            }
        });
        return Stream.concat(waiting.stream(), connected.values().stream());
    }

    /** The member's open waits for a connection. */
    void await(Member member) {
        unname(member);
        waiting.add(member);
        member.tcb().keep(member);
    }

    /** The member's connection has a name now. What rests under it ends. */
    void name(Member member, FourTuple tuple) {
        if (member.waiter() != null) {
            waiting.remove(member);
        }
        member.tcb().keep(member);
        member.name(tuple);
        if (named.put(tuple, member) instanceof Resting rest) {
            rest.timeWait().cut();
            timeWaits.remove(rest);
        } else {
            crowds.onTaken(tuple);
        }
    }

    private void unname(Member member) {
        FourTuple name = member.name();
        if (name != null) {
            free(name);
            member.name(null);
        }
    }

    private void free(FourTuple name) {
        named.remove(name);
        territory.onFree(name);
        crowds.onFree(name);
    }

    /** Nothing is open on the member's block any more. */
    void leave(Member member) {
        if (member.name() == null) {
            waiting.remove(member);
        }
        unname(member);
        end(member);
    }

    private void end(Member member) {
        schedule(member, Long.MAX_VALUE);
        vigil.end(member);
        if (of(member.tcb()) == member) {
            member.tcb().keep(null);
        }
    }

    // ---- TIME-WAIT

    /** The member's connection is in TIME-WAIT: its name is all that is left of it here. */
    void rest(Member member, TimeWait timeWait) {
        named.put(timeWait.tuple(), timeWaits.add(timeWait)); // in the member's place
        member.name(null);
        end(member);
    }

    /** Ends a TIME-WAIT before its time. */
    void cut(Resting resting) {
        resting.timeWait().cut();
        leave(resting);
    }

    /** Ends the one that would end first, if there is one. */
    void cutShortest() {
        Resting first = timeWaits.first();
        if (first != null) {
            cut(first);
        }
    }

    /** Its time in TIME-WAIT has started anew. */
    void restart(Resting resting) {
        timeWaits.restart(resting);
    }

    /** Its TIME-WAIT is over. */
    void leave(Resting resting) {
        timeWaits.remove(resting);
        free(resting.name());
    }

    /** Those whose TIME-WAIT has lasted long enough are gone. */
    void leaveRested(long now) {
        for (Resting due = timeWaits.takeDue(now); due != null; due = timeWaits.takeDue(now)) {
            free(due.name());
        }
    }

    /** How many are in TIME-WAIT. */
    int resting() {
        return timeWaits.size();
    }

    // ---- How many there are, and when they are to be called

    /** The connections and their states, in the order of their names. */
    SortedMap<FourTuple, State> states() {
        SortedMap<FourTuple, State> states = new TreeMap<>();
        named.all().forEach(each -> states.put(Objects.requireNonNull(each.name()), each.state()));
        return states;
    }

    /** How many connections there are, TIME-WAIT included. */
    int connections() {
        return named.size();
    }

    /** How many there are that are not in TIME-WAIT. */
    int live() {
        return named.size() - timeWaits.size();
    }

    /** Takes note of when the member's block wants to be called. */
    void schedule(Member member) {
        schedule(member, member.tcb().nextDeadline());
    }

    private void schedule(Member member, long deadline) {
        if (deadline != Long.MAX_VALUE || member.hasDeadline()) {
            deadlines.set(member.deadline(), deadline);
        }
    }

    /** Something has happened to the member: those to which nothing has happened for long need little memory from now on. */
    void touch(Member member, long now) {
        vigil.touch(member, now);
    }

    long nextDeadline() {
        return Math.min(deadlines.next(), timeWaits.nextDeadline());
    }

    /** One whose deadline has passed; it has none until it is scheduled again. */
    Optional<Member> takeDue(long now) {
        return deadlines.takeDue(now);
    }

    int deadlines() {
        return deadlines.size() + timeWaits.size();
    }
}
