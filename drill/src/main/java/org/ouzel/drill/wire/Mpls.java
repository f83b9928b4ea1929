package org.ouzel.drill.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ouzel.drill.script.MplsLabel;

/**
 * A stack of MPLS's labels (RFC 3032 §2.1), each of which is
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                Label                  | TC  |S|       TTL     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param labels the labels, the outermost first
 */
public record Mpls(List<MplsLabel> labels) implements Outer {
    private static final int LABEL_SHIFT = 12;
    private static final int CLASS_SHIFT = 9;
    private static final int BOTTOM = 0x100;
    private static final int CLASS_MASK = 7;
    private static final int BYTE = 0xff;

    /** Copies the list. */
    public Mpls {
        labels = List.copyOf(labels);
    }

    @Override
    public int length() {
        return Integer.BYTES * labels.size();
    }

    @Override
    public Carried kind() {
        return Carried.MPLS;
    }

    /** Labels do not say what is behind them: it is IP, of which the version can be seen. */
    @Override
    public byte[] around(Carried what, byte[] content) throws CannotBeSent {
        if (what == Carried.GRE) {
            throw new CannotBeSent("GRE in MPLS without IP between them");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length() + content.length);
        for (MplsLabel label : labels) {
            bytes.putInt(label.label() << LABEL_SHIFT
                    | label.trafficClass() << CLASS_SHIFT
                    | (label.bottom() ? BOTTOM : 0)
                    | label.ttl());
        }
        return bytes.put(content).array();
    }

    @Override
    public Mpls tunnel() {
        return withTimeToLive(0);
    }

    @Override
    public Mpls mirrored() {
        return tunnel();
    }

    // RFC 3032 §2.4.3: a packet that gets its first label has its TTL there too.
    @Override
    public Mpls on(Ip inner, int sequence) {
        return withTimeToLive(inner.timeToLive());
    }

    private Mpls withTimeToLive(int ttl) {
        return new Mpls(labels.stream()
                .map(label -> new MplsLabel(label.label(), label.trafficClass(), label.bottom(), ttl))
                .toList());
    }

    /** Labels that were read, up to the one at the bottom, and what is behind them. */
    record Opened(Mpls header, ByteBuffer content) {}

    static Opened read(ByteBuffer bytes) {
        ByteBuffer at = bytes.slice();
        List<MplsLabel> labels = new ArrayList<>();
        boolean bottom = false;
        while (!bottom) {
            int entry = at.getInt();
            bottom = (entry & BOTTOM) != 0;
            labels.add(new MplsLabel(entry >>> LABEL_SHIFT, entry >>> CLASS_SHIFT & CLASS_MASK, bottom, entry & BYTE));
        }
        return new Opened(new Mpls(labels), at.slice());
    }
}
