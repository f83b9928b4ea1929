package org.ouzel.core.tcp;

/**
 * The urgent data that the peer has told of: all bytes not yet read, up to where its pointer points (RFC 9293 §3.8.5, RFC
 * 6093). The pointer alone marks; every byte stays in its place.
 */
final class UrgentRegion implements Kept {
    /** RCV.UP as a position: the one behind the last urgent byte. 0 before there was any. */
    private long end;

    private boolean begun;

    /** What an urgent pointer brought about. */
    enum Change {
        /** There was no urgent data outstanding, and now there is. */
        BEGINS,
        /** The region that is outstanding has become longer. */
        EXTENDS,
        /** The pointer says nothing new. */
        NONE
    }

    /** An urgent pointer that points behind the given position. */
    Change onPointer(long pointsTo, long readPosition) {
        if (pointsTo <= Math.max(end, readPosition)) {
            return Change.NONE;
        }
        boolean outstanding = isOutstanding(readPosition);
        end = pointsTo;
        if (!outstanding) {
            begun = false;
        }
        return outstanding ? Change.EXTENDS : Change.BEGINS;
    }

    /** Whether unread bytes up to the pointer are outstanding, received or not. */
    boolean isOutstanding(long readPosition) {
        return readPosition < end;
    }

    /** How many bytes from the read position to the pointer; 0 if none are outstanding. */
    long ahead(long readPosition) {
        return Math.max(0, end - readPosition);
    }

    /** How many of the bytes from the read position on one result may hold, so that it mixes nothing. */
    long limit(long readPosition, long available) {
        return isOutstanding(readPosition) ? Math.min(available, end - readPosition) : available;
    }

    /** Takes note that bytes from the region were read; returns whether they were its first. */
    boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Whether the position is the one behind the last urgent byte. */
    boolean isMark(long position) {
        return position == end;
    }

    @Override
    public void keep(Ledger ledger) {
        end = ledger.entry(end);
        begun = ledger.entry(begun);
    }
}
