package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;
import org.ouzel.core.wire.TcpFlags;
import org.ouzel.core.wire.TcpSegment;

/** Cuts what leaves into segments, as a network adapter does: PSH and FIN are the last one's, CWR the first one's, and the rest is alike. */
final class Adapter {
    private Adapter() {}

    static List<TcpSegment> cut(Departing departing) {
        TcpSegment whole = departing.segment();
        if (!departing.isBundle()) {
            return List.of(whole);
        }
        List<TcpSegment> segments = new ArrayList<>();
        int length = whole.payload().length();
        for (int at = 0; at < length; at += departing.segmentBytes()) {
            int count = Math.min(departing.segmentBytes(), length - at);
            TcpFlags first = at == 0 ? whole.flags() : without(whole.flags(), TcpFlags.CWR);
            boolean last = at + count == length;
            segments.add(new TcpSegment(
                    whole.sourcePort(),
                    whole.destinationPort(),
                    whole.seq() + at,
                    whole.ack(),
                    last ? first : without(first, TcpFlags.PSH.with(TcpFlags.FIN)),
                    whole.window(),
                    whole.urgentPointer(),
                    whole.options(),
                    whole.payload().slice(at, count)));
        }
        return segments;
    }

    private static TcpFlags without(TcpFlags flags, TcpFlags others) {
        return TcpFlags.of(flags.bits() & ~others.bits());
    }
}
