package org.ouzel.core.tcp;

import java.util.Optional;
import java.util.OptionalInt;
import org.ouzel.core.wire.OptionLengths;
import org.ouzel.core.wire.TcpOptions.Handshake;
import org.ouzel.core.wire.TcpOptions.Timestamps;

/**
 * What our SYN says, or our answer to one, that the rest of the connection is held to. It is settled when the first of them leaves: one
 * that goes again says the same, and what both ends agree on follows from it, whatever the user chooses meanwhile.
 *
 * @param mss the largest segment that we take
 * @param windowScale the shift of our windows, if they may have one
 * @param sackPermitted whether we take selective acknowledgments
 * @param timestamps whether we take timestamps
 * @param window the window, which is not scaled (RFC 7323 §2.2)
 */
record Offer(int mss, OptionalInt windowScale, boolean sackPermitted, boolean timestamps, int window) {

    /**
     * What a request says.
     *
     * @param mss the MSS that we announce
     */
    static Offer of(TcpSettings settings, int mss) {
        TcpTuning.Offers offers = settings.tuning().offers();
        return new Offer(
                mss,
                offers.windowScale() ? OptionalInt.of(shift(settings)) : OptionalInt.empty(),
                offers.sack(),
                offers.timestamps(),
                FirstWindow.bytes(settings, mss));
    }

    /**
     * What the answer to a request says. It is known by then whether the peer's segments will carry timestamps.
     *
     * @param mss the MSS that we announce
     */
    static Offer answering(Handshake request, TcpSettings settings, int mss) {
        Offer offer = of(settings, mss);
        boolean stamped = offer.timestamps && request.timestamps().isPresent();
        int carried = mss - (stamped ? OptionLengths.TIMESTAMPS : 0);
        return new Offer(
                mss, offer.windowScale, offer.sackPermitted, offer.timestamps, FirstWindow.bytes(settings, carried));
    }

    /** As the options of a request. */
    Handshake request(Timestamps stamps) {
        return Handshake.offer(mss, windowScale, sackPermitted, timestamps ? Optional.of(stamps) : Optional.empty());
    }

    private static int shift(TcpSettings settings) {
        int chosen = settings.tuning().offers().windowShift();
        int most = settings.receiveBuffer().maxBytes();
        int needed = Receiver.windowScaleFor(most);
        boolean bounded = settings.tuning().habits().offering() == TcpHabits.Offering.WHOLE_SEGMENTS
                && settings.receiveBuffer().bytes() == most;
        return chosen < 0 || (bounded && needed < chosen) ? needed : chosen;
    }

    /** As {@link Kept#keep}: itself, or what is written down. */
    Offer kept(Ledger ledger) {
        int keptMss = ledger.entry(mss);
        int shift = ledger.entry(windowScale.orElse(-1));
        return new Offer(
                keptMss,
                shift < 0 ? OptionalInt.empty() : OptionalInt.of(shift),
                ledger.entry(sackPermitted),
                ledger.entry(timestamps),
                ledger.entry(window));
    }
}
