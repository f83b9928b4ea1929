package org.ouzel.sim.net;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.SplittableRandom;

/** A link: two wires, one each way, between two that are called A and B. */
public final class Cable {
    private final Wire fromA;
    private final Wire fromB;
    private PacketSink a = Cable::nobody;
    private PacketSink b = Cable::nobody;

    /** Lays a cable that is the same both ways, each way with draws of its own. */
    public Cable(Timeline timeline, WireSettings settings, long seed) {
        this(timeline, settings, settings, seed);
    }

    /**
     * Lays a cable.
     *
     * @param aToB what the way from A to B is like
     * @param bToA what the way back is like
     * @param seed what fates are drawn from, those of the two ways apart
     */
    public Cable(Timeline timeline, WireSettings aToB, WireSettings bToA, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        this.fromA = new Wire(timeline, aToB, seeds.nextLong(), packet -> b.packet(packet));
        this.fromB = new Wire(timeline, bToA, seeds.nextLong(), packet -> a.packet(packet));
    }

    private static void nobody(MemorySegment packet) {
        throw new IllegalStateException(
                "a packet of " + packet.byteSize() + " bytes came out of a cable that nobody is connected to");
    }

    /** Says who stands at its ends: to be done before the first packet comes out. */
    public void connect(PacketSink endA, PacketSink endB) {
        a = endA;
        b = endB;
    }

    /** What A sends into, and B hears. */
    public Wire fromA() {
        return fromA;
    }

    /** What B sends into, and A hears. */
    public Wire fromB() {
        return fromB;
    }

    /** Makes it another cable from now on, the same both ways: see {@link Wire#change}. */
    public void change(WireSettings settings) {
        change(settings, settings);
    }

    /** Makes it another cable from now on: see {@link Wire#change}. */
    public void change(WireSettings aToB, WireSettings bToA) {
        fromA.change(aToB);
        fromB.change(bToA);
    }

    /** Cuts both ways, until {@link #mend}. */
    public void cut() {
        fromA.cut();
        fromB.cut();
    }

    /** Undoes {@link #cut}. */
    public void mend() {
        fromA.mend();
        fromB.mend();
    }

    /** Plans a partition of both ways. */
    public void cutAt(long instantNs, Duration length) {
        fromA.cutAt(instantNs, length);
        fromB.cutAt(instantNs, length);
    }

    /** How many packets met which fate, both ways together. */
    public FaultCounts counts() {
        return fromA.counts().plus(fromB.counts());
    }
}
