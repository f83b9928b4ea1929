package org.ouzel.cli.wan;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ouzel.sim.net.Faults;
import org.ouzel.sim.net.QueueBound;
import org.ouzel.sim.net.QueueDiscipline.DropTail;
import org.ouzel.sim.net.WireSettings;

/**
 * What a link is like over which is measured. It is the same both ways: acknowledgments are lost and reordered as data is.
 *
 * @param lossPercent how many of a hundred packets vanish, each for itself
 * @param rttMs the round trip of a packet that waits nowhere, in milliseconds
 */
public record WanPoint(int lossPercent, int rttMs) {
    /** Where it is measured unless told otherwise. */
    public static final List<WanPoint> ALL = Stream.of(0, 1, 3)
            .flatMap(loss -> Stream.of(5, 20, 100).map(rtt -> new WanPoint(loss, rtt)))
            .toList();

    /** How fast every link is. Far below what devices and hosts can do, so that the link alone is the bottleneck. */
    static final long BITS_PER_S = 50_000_000;

    /** How large a packet may be. */
    static final int MTU = 1500;

    /** One packet in a hundred is held back. */
    private static final double REORDERING = 0.01;

    /**
     * How much of a round trip it is held back at the most. RFC 8985 §6.2 lets a segment be late by a quarter of the least
     * round trip before it is lost, once reordering has been seen: more would measure who tolerates what no standard asks for.
     */
    private static final int HELD_BACK_PART = 4;

    /** Less would be a queue that bursts of the initial window overflow, whoever sends them. */
    private static final int LEAST_QUEUE = 32;

    private static final int MOST_PERCENT = 99;
    private static final int MOST_MS = 10_000;
    private static final double PERCENT = 100;
    private static final long MS_PER_S = 1000;
    private static final Pattern NAME = Pattern.compile("loss(\\d{1,2})\\.rtt(\\d{1,5})");

    /** Rejects links over which nothing can be measured. */
    public WanPoint {
        if (lossPercent < 0 || lossPercent > MOST_PERCENT || rttMs < 1 || rttMs > MOST_MS) {
            throw new IllegalArgumentException("loss of " + lossPercent + " %, round trip of " + rttMs + " ms");
        }
    }

    /** Reads a name such as {@code loss1.rtt20}. */
    public static WanPoint named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no point: write it as loss1.rtt20");
        }
        return new WanPoint(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** What it is called in the names of figures. */
    public String name() {
        return "loss" + lossPercent + ".rtt" + rttMs;
    }

    /** One way of the link. */
    WireSettings wire() {
        Duration rtt = Duration.ofMillis(rttMs);
        return WireSettings.IDEAL
                .withRate(BITS_PER_S)
                .withDelay(rtt.dividedBy(2))
                .withMtu(MTU)
                .withQueue(new DropTail(QueueBound.packets(queue())))
                .withFaults(Faults.NONE
                        .withLoss(lossPercent / PERCENT)
                        .withReordering(REORDERING, rtt.dividedBy(HELD_BACK_PART)));
    }

    /** What is under way in one round trip can wait besides. */
    private int queue() {
        long bytes = BITS_PER_S / Byte.SIZE * rttMs / MS_PER_S;
        return (int) Math.max(LEAST_QUEUE, bytes / MTU);
    }
}
