package org.ouzel.core.tcp;

/** What has changed for the user of a connection since it was last asked. */
public enum Signal {
    /** The connection is established. */
    OPENED,
    /** Urgent data has become known. */
    URGENT,
    /** Data can be read that could not before, pushed or not. */
    READABLE,
    /** The peer has acknowledged something, or there is room to write. */
    ACKNOWLEDGED,
    /** So much was sent that what is left is below the low-water mark. */
    BELOW_LOW_WATER,
    /** The user timeout has passed and is only reported. */
    USER_TIMEOUT,
    /** The peer's FIN has come in order. */
    PEER_CLOSED,
    /** The connection has ended. */
    ENDED
}
