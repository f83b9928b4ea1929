package org.ouzel.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ouzel.TcpCallException;
import org.ouzel.TcpRefusal;
import org.ouzel.core.node.Node;
import org.ouzel.core.tcp.FourTuple;
import org.ouzel.core.tcp.Tcb;
import org.ouzel.core.wire.TcpSegment;
import org.ouzel.stack.Claims.Claim;
import org.ouzel.stack.around.Alarm;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;
import org.ouzel.stack.link.FrameBatch;
import org.ouzel.stack.stream.Courier;
import org.ouzel.stack.stream.Durations;

/**
 * One lock, and the core's objects that it guards. Whoever has something to do (a thread of the user's, a link's reader, the
 * alarm) takes the lock and does it itself, sending included.
 */
final class Shard {
    /** A time that never comes. */
    static final long NEVER = Surroundings.NEVER;

    private static final int MOST_SPARE_GATES = 64;

    private final int index;
    private final Steering steering;
    private final Surroundings surroundings;
    private final Monitor monitor;
    private final Alarm alarm;
    private final NativePages pages;
    private final Workshop workshop;
    private final Outlet outlet;
    private final Courier.Place listeners;

    // Guarded by the lock
    private final Node node;
    private final Deque<ShardGate> spareGates = new ArrayDeque<>();
    private final Set<Tcb> starving = new LinkedHashSet<>();
    private final Set<Gate> untilClose = new LinkedHashSet<>();
    private final FaultLog faults = new FaultLog();
    private final List<Runnable> afterUnlock = new ArrayList<>();
    private int owned;
    private boolean closed;

    /** Who wants to know when something has happened to a block. */
    interface Touchable {
        /** Something has happened. The lock is held. */
        void onTouched(Tcb tcb);

        /** There are pages again, for which the block has waited. The lock is held. */
        void onPagesFree();
    }

    /**
     * A shard.
     *
     * @param index its place among all of its host
     * @param outlet where the node's packets go
     * @param listeners where the user's listeners are called
     */
    Shard(
            int index,
            Steering steering,
            Surroundings surroundings,
            NativePages pages,
            Workshop workshop,
            Node node,
            Outlet outlet,
            Courier.Place listeners) {
        this.index = index;
        this.steering = steering;
        this.surroundings = surroundings;
        this.monitor = surroundings.monitor();
        this.pages = pages;
        this.workshop = workshop;
        this.outlet = outlet;
        this.listeners = listeners;
        this.node = node;
        this.alarm = surroundings.alarm(this::onTimer);
    }

    void lock() {
        monitor.lock();
    }

    /**
     * Gives up the lock, and has the alarm set before. Packets go on then that were written meanwhile, and what was to be done
     * {@linkplain #afterUnlock then}: both may need a lock as well.
     */
    void unlock() {
        setAlarm();
        boolean held = outlet.release();
        List<Runnable> tasks = takeTasks();
        monitor.unlock();
        if (held) {
            outlet.handOn();
        }
        tasks.forEach(Runnable::run);
    }

    private List<Runnable> takeTasks() {
        if (afterUnlock.isEmpty()) {
            return List.of();
        }
        List<Runnable> tasks = List.copyOf(afterUnlock);
        afterUnlock.clear();
        return tasks;
    }

    /**
     * The calling thread is about to wait at a gate, which gives up the lock: has the alarm set before. If packets or tasks wait for the lock
     * to be given up, it is for a moment, here.
     */
    void beforeWaiting() {
        if (outlet.holdsBack() || !afterUnlock.isEmpty()) {
            unlock();
            lock();
        } else {
            setAlarm();
        }
    }

    private void setAlarm() {
        alarm.set(starving.isEmpty() ? node.nextDeadline() : Math.min(node.nextDeadline(), pages.asksAgainAt()));
    }

    /** Takes what has come meanwhile, if nobody else is about to: for a thread that has sent something. The lock is not held. */
    void lookIn() {
        monitor.lookIn();
    }

    /** A gate at which holders of the lock wait. */
    ShardGate gate() {
        return new ShardGate(this, monitor.gate());
    }

    /** Runs actions of the user's in order; threads that are made for that have the name. */
    Courier courier(String name) {
        return new Courier(listeners, monitor, name);
    }

    /** The time: nanoseconds since the shard began. */
    long now() {
        return surroundings.now();
    }

    /** The time that is so much later; {@link #NEVER} if that is beyond all time. */
    long after(long durationNs) {
        return Durations.after(now(), durationNs);
    }

    /**
     * Has the packets of a connection come here that is about to be opened from a port of the user's choice. The lock is not held.
     *
     * @param to the remote socket, and the local one: with an unspecified address for the route's own
     * @return what is to be {@linkplain #relinquishUnlessOpen relinquished} once the connection was opened, or was not; empty if the
     *     packets come here anyhow, or cannot, and then the open says why
     */
    Optional<Claim> claim(FourTuple to) {
        return node.nameFor(to).flatMap(name -> Optional.ofNullable(steering.claim(name, index)));
    }

    /** The connection for which there was a claim was opened, or was not. The lock is not held. */
    void relinquishUnlessOpen(Claim claim) {
        steering.relinquishUnlessOpen(claim);
    }

    /** Ends the TIME-WAIT of a name here, if a request may take its place that comes to another shard. The lock is not held. */
    void giveUpRest(FourTuple name, TcpSegment request) {
        lock();
        try {
            node.giveUpRest(name, request);
        } finally {
            unlock();
        }
    }

    // ---- With the lock held

    /** Does a task once the lock has been given up. */
    void afterUnlock(Runnable task) {
        afterUnlock.add(task);
    }

    Node node() {
        return node;
    }

    Workshop workshop() {
        return workshop;
    }

    NativePages pages() {
        return pages;
    }

    /** Throws if the host has been closed. */
    void requireOpen() throws TcpCallException {
        if (closed) {
            throw new TcpCallException(TcpRefusal.HOST_CLOSED);
        }
    }

    /** A gate for as long as somebody waits there, to be {@linkplain #takeBack given back}. */
    ShardGate lendGate() {
        ShardGate spare = spareGates.poll();
        return spare == null ? gate() : spare;
    }

    /** Nobody waits at the gate any more. */
    void takeBack(ShardGate gate) {
        if (spareGates.size() < MOST_SPARE_GATES) {
            spareGates.push(gate);
        }
    }

    /** From now on the owner is told what happens to the block. */
    void own(Tcb tcb, Touchable owner) {
        owned += tcb.attachment() == null ? 1 : 0;
        tcb.attach(owner);
    }

    /** Nobody is to be told any more. */
    void disown(Tcb tcb) {
        owned -= tcb.attachment() == null ? 0 : 1;
        tcb.attach(null);
    }

    /** What is counted here, by name; those of all shards add up. */
    Map<String, Long> counters() {
        Map<String, Long> counters = new HashMap<>();
        workshop.environment()
                .drops()
                .snapshot()
                .forEach((reason, count) -> counters.put("drop." + reason.name().toLowerCase(Locale.ROOT), count));
        counters.put("connections", (long) node.connections());
        counters.put("deadlines", (long) node.deadlines());
        counters.put("streams.open", (long) owned);
        counters.put("pages.lent", pages.lent());
        counters.put("pages.refused", pages.refused());
        counters.put("packets.refused", outlet.refused());
        counters.put("packets.failed", outlet.failed());
        counters.put("faults", faults.count());
        return counters;
    }

    /** After a call on a block: sends what it has to send, and tells who is to know. */
    void settle(Tcb tcb, long now) {
        node.settle(tcb, now);
        deliver();
    }

    /** Tells what has happened. */
    void deliver() {
        while (node.hasTouched()) {
            Tcb tcb = node.takeTouched();
            if (tcb.attachment() instanceof Touchable owner) {
                tell(owner, tcb);
            }
        }
        if (!starving.isEmpty() && pages.hasFree()) {
            List<Tcb> fed = new ArrayList<>(starving);
            starving.clear();
            fed.forEach(this::feed);
        }
    }

    private void tell(Touchable owner, Tcb tcb) {
        try {
            owner.onTouched(tcb);
        } catch (RuntimeException | AssertionError fault) {
            faults.note(fault);
        }
    }

    private void feed(Tcb tcb) {
        if (tcb.attachment() instanceof Touchable owner) {
            faults.attempt(owner::onPagesFree);
        }
    }

    /** The block's owner is told when a page can be had again. */
    void onPagesFree(Tcb tcb) {
        starving.add(tcb);
    }

    /** Opens the gate when the shard is closed. */
    void onClose(Gate gate) {
        untilClose.add(gate);
    }

    /** The gate need not be opened any more. */
    void forget(Gate gate) {
        untilClose.remove(gate);
    }

    /** When the stream is garbage nobody can read what is left in the block: its pages would be lacking elsewhere for ever. */
    void releaseAfter(Touchable stream, Tcb tcb) {
        surroundings.afterCollection(stream, () -> release(tcb));
    }

    private void release(Tcb tcb) {
        lock();
        try {
            tcb.release();
            deliver();
        } finally {
            unlock();
        }
    }

    // ---- From the shard's threads

    /**
     * Packets have come. When the shard is closed nothing is done with them: nobody need wait for those who bring them, who may come as long
     * as they have any.
     *
     * @param from the first of the batch that is for this shard
     * @param to the first behind that which is not
     */
    void onFrames(int interfaceIndex, FrameBatch batch, int from, int to) {
        boolean _ = onFramesIf(() -> true, interfaceIndex, batch, from, to);
    }

    /** The same of one packet, if it is for this shard: which is asked with the lock held, and returned. */
    boolean onFrameIf(BooleanSupplier condition, int interfaceIndex, FrameBatch batch, int index) {
        return onFramesIf(condition, interfaceIndex, batch, index, index + 1);
    }

    private boolean onFramesIf(BooleanSupplier condition, int interfaceIndex, FrameBatch batch, int from, int to) {
        lock();
        try {
            if (!condition.getAsBoolean()) {
                return false;
            }
            if (!closed) {
                for (int i = from; i < to; i++) {
                    onFrame(interfaceIndex, batch, i);
                }
                onBatchEnd(surroundings.instantOf(batch.arrivedAtNs(to - 1)));
                deliver();
            }
            return true;
        } finally {
            unlock();
        }
    }

    private void onFrame(int interfaceIndex, FrameBatch batch, int index) {
        long arrived = surroundings.instantOf(batch.arrivedAtNs(index));
        try {
            node.onPacketOfBatch(interfaceIndex, batch.frame(index), batch.isChecked(index), arrived);
        } catch (RuntimeException | AssertionError fault) {
            faults.note(fault);
        }
    }

    private void onBatchEnd(long arrived) {
        try {
            node.onBatchEnd(arrived);
        } catch (RuntimeException | AssertionError fault) {
            faults.note(fault);
        }
    }

    /** The alarm has rung. */
    void onTimer() {
        lock();
        try {
            long now = now();
            for (Optional<Tcb> due = node.takeDue(now); due.isPresent(); due = node.takeDue(now)) {
                Tcb tcb = due.get();
                if (!faults.attempt(() -> node.onTimer(tcb, now))) {
                    // What failed now would fail again at once, and for ever.
                    faults.attempt(() -> node.abort(tcb, now));
                }
            }
            deliver();
        } finally {
            unlock();
        }
    }

    /** Aborts every connection and ends the alarm. What is called later is refused. */
    void close() {
        lock();
        try {
            closed = true;
            for (Tcb tcb : node.blocks()) {
                faults.attempt(() -> node.abort(tcb, now()));
            }
            deliver();
            untilClose.forEach(Gate::open);
        } finally {
            unlock();
        }
        alarm.end();
    }
}
