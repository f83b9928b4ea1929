package org.ouzel.core.tcp;

/** What has changed for the user of a connection since it was last asked. */
public enum Signal {
    /** The connection is established. */
    OPENED(1 << 0),
    /** Urgent data has become known. */
    URGENT(1 << 1),
    /** Data can be read that could not before, pushed or not. */
    READABLE(1 << 2),
    /** The peer has acknowledged something, or there is room to write. */
    ACKNOWLEDGED(1 << 3),
    /** So much was sent that what is left is below the low-water mark. */
    BELOW_LOW_WATER(1 << 4),
    /** The user timeout has passed and is only reported. */
    USER_TIMEOUT(1 << 5),
    /** The peer's FIN has come in order. */
    PEER_CLOSED(1 << 6),
    /** The connection has ended. */
    ENDED(1 << 7);

    /** Its place among {@link Signals}. */
    private final int bit;

    Signal(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
