package org.ouzel.core.tcp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight, in the order of sending. What is sent enters at the end, and what leaves is taken out where it stands: neither
 * takes longer the more there is.
 */
final class Flight {
    private @Nullable Transmission first;
    private @Nullable Transmission last;

    /** The one that was sent first; null if nothing is in flight. */
    @Nullable
    Transmission first() {
        return first;
    }

    /** Enters where it belongs: at the end, unless others were sent at the same time or since. */
    void add(Transmission sent) {
        addAfter(lastBefore(sent, last), sent);
    }

    /** The same for some of them, with one walk over those sent since the first of them was. */
    void addAll(List<Transmission> some) {
        List<Transmission> latestFirst = new ArrayList<>(some);
        latestFirst.sort(Transmission.BY_SENDING.reversed());
        Transmission at = last;
        for (Transmission sent : latestFirst) {
            at = lastBefore(sent, at);
            addAfter(at, sent);
        }
    }

    private static @Nullable Transmission lastBefore(Transmission sent, @Nullable Transmission from) {
        Transmission at = from;
        while (at != null && at.isSentAfter(sent)) {
            at = at.earlier;
        }
        return at;
    }

    /** A part of one that is in flight enters, which stands before the rest. */
    void addBefore(Transmission rest, Transmission part) {
        addAfter(rest.earlier, part);
    }

    private void addAfter(@Nullable Transmission before, Transmission sent) {
        Transmission after = before == null ? first : before.later;
        sent.earlier = before;
        sent.later = after;
        if (before == null) {
            first = sent;
        } else {
            before.later = sent;
        }
        if (after == null) {
            last = sent;
        } else {
            after.earlier = sent;
        }
    }

    void remove(Transmission sent) {
        if (sent.earlier == null) {
            first = sent.later;
        } else {
            sent.earlier.later = sent.later;
        }
        if (sent.later == null) {
            last = sent.earlier;
        } else {
            sent.later.earlier = sent.earlier;
        }
        sent.earlier = null;
        sent.later = null;
    }

    /** All of it, in the order of sending. */
    List<Transmission> all() {
        List<Transmission> all = new ArrayList<>();
        for (Transmission sent = first; sent != null; sent = sent.later) {
            all.add(sent);
        }
        return all;
    }
}
