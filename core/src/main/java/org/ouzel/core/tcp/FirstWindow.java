package org.ouzel.core.tcp;

import org.ouzel.core.wire.TcpSegment;

/** The window that our SYN offers. */
final class FirstWindow {
    private FirstWindow() {}

    /**
     * How many bytes it has.
     *
     * @param segmentBytes what the peer's segments will carry, as far as is known
     */
    static int bytes(TcpSettings settings, int segmentBytes) {
        int clamp = settings.tuning().flow().windowClampBytes();
        int buffer = settings.receiveBuffer().bytes();
        int room = clamp > 0 ? Math.min(buffer, clamp) : buffer;
        boolean whole = settings.tuning().habits().offering() == TcpHabits.Offering.WHOLE_SEGMENTS;
        int fitting = whole && room > segmentBytes ? room - room % Math.max(segmentBytes, 1) : room;
        return Math.min(fitting, TcpSegment.MAX_WINDOW);
    }
}
